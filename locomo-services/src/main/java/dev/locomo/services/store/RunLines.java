package dev.locomo.services.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.dialog.DialogRecord;
import dev.locomo.eval.events.EventRecord;
import dev.locomo.services.store.StoredFolder.Answer;
import dev.locomo.services.store.StoredFolder.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of lines in a run folder, of any verb; a torn last line does not count. */
final class RunLines {
  private static final String TURNS = DialogRecord.TURNS;
  private static final String EVENTS = EventRecord.EVENTS;

  /** Those with answers. */
  static final List<String> FILES = List.of(RunFolder.PREDICTIONS, TURNS, EVENTS, CallLog.FILE);

  private static final String FREE = "free";

  private RunLines() {}

  static List<Answer> answers(Path folder) {
    var byKey = new LinkedHashMap<List<String>, Answer>();
    Consumer<Answer> add = a -> byKey.put(List.of(a.item(), a.form()), a);
    lines(
        folder.resolve(RunFolder.PREDICTIONS),
        line -> {
          String form = text(line, "form", FREE);
          add.accept(new Answer(question(line), form, line, line.path("prediction").textValue()));
        });
    lines(
        folder.resolve(TURNS),
        line ->
            add.accept(new Answer(item(line, "turn"), FREE, line, line.path("text").textValue())));
    lines(
        folder.resolve(EVENTS),
        line -> add.accept(new Answer(item(line, "unit"), FREE, line, events(line))));
    lines(
        folder.resolve(CallLog.FILE),
        line -> add.accept(new Answer(item(line, "step"), "call", line, null)));
    return List.copyOf(byKey.values());
  }

  private static String events(JsonNode line) {
    return line.path("events")
        .valueStream()
        .map(event -> event.path("date").asText() + ": " + event.path("event").asText())
        .collect(Collectors.joining("\n"));
  }

  /** The run's own scores, then further sheets; those replace a metric of the same name. */
  static Map<String, List<Result>> results(Path folder) {
    var all = new LinkedHashMap<String, List<Result>>();
    for (Path file : sheets(folder)) {
      var here = new LinkedHashMap<String, List<Result>>();
      var seen = new HashSet<List<String>>();
      lines(
          file,
          line -> {
            String metric = item(line, "metric");
            var result = new Result(scored(line), line);
            boolean value = Double.isFinite(line.path("value").asDouble(Double.NaN));
            if (value == line.path("unscored").isTextual()) {
              throw new Unfit("neither a value nor a reason why it is unscored");
            }
            if (!seen.add(List.of(metric, result.item()))) {
              throw new Unfit(result.item() + " is scored under " + metric + " again");
            }
            here.computeIfAbsent(metric, _ -> new ArrayList<>()).add(result);
          });
      all.putAll(here);
    }
    return all;
  }

  private static String scored(JsonNode line) {
    if (line.has("question_id")) {
      return question(line);
    }
    return item(line, line.has("turn") ? "turn" : "unit");
  }

  private static String question(JsonNode line) {
    String id = item(line, "question_id");
    return QuestionId.parse(id)
        .map(QuestionId::toString)
        .orElseThrow(
            () -> new Unfit("found question_id '" + id + "'; expected such as conv-26/37"));
  }

  private static String item(JsonNode line, String member) {
    String value = line.path(member).asText("");
    if (value.isEmpty()) {
      throw new Unfit("found no " + member);
    }
    return value;
  }

  private static String text(JsonNode line, String member, String otherwise) {
    return line.path(member).asText(otherwise);
  }

  /** A line that is not what its file is made of. */
  private static final class Unfit extends RuntimeException {
    Unfit(String message) {
      super(message);
    }
  }

  /** The whole lines of a file, none when it is not there. */
  private static void lines(Path file, Consumer<JsonNode> each) {
    if (!Files.exists(file)) {
      return;
    }
    int number = 0;
    for (String line : Journal.read(file)) {
      number++;
      try {
        if (!line.isBlank()) {
          each.accept(JsonFiles.MAPPER.readTree(line));
        }
      } catch (JsonProcessingException | Unfit e) {
        String problem =
            e instanceof Unfit ? e.getMessage() : "not valid JSON; was the file edited?";
        throw new DataError(file.toString(), "line " + number, String.valueOf(problem), e);
      }
    }
  }

  static List<Path> sheets(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> name(f).matches("scores(-.*)?\\.jsonl"))
          .sorted(
              Comparator.comparing((Path f) -> !name(f).equals(RunFolder.SCORES))
                  .thenComparing(Function.identity()))
          .toList();
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
