package dev.locomo.eval.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored answers in any of their forms, recognised by content: a run folder (or its {@code
 * predictions.jsonl}), the original's output JSON, JSON lines {@code {"question_id", "prediction"[,
 * "context"]}}, or the result file of another {@link Harness}.
 */
public final class AnswerFiles {
  private final Dataset data;
  private final Map<QuestionId, Question> questions;

  /**
   * @param data whose questions are answered; an answer to any other question is an error
   */
  public AnswerFiles(Dataset data) {
    this.data = data;
    this.questions = data.questions().collect(Collectors.toMap(Question::id, Function.identity()));
  }

  /**
   * Reads the answers.
   *
   * @param file a folder or file
   * @param key which prediction of an output JSON that holds several; null when it holds one
   * @return by question and form; a question without an entry has no answer
   * @throws DataError when the file cannot be read, or answers a question the data does not have
   */
  public Map<Prediction.Key, StoredAnswer> read(Path file, @Nullable String key) {
    Path lines = Files.isDirectory(file) ? file.resolve(RunFolder.PREDICTIONS) : file;
    if (isOriginal(lines)) {
      return new OriginalAnswers(data, lines, key).read();
    }
    JsonNode whole = JsonFiles.read(lines, AnswerFiles::firstValue);
    return Harness.of(whole)
        .map(harness -> new HarnessAnswers(data, lines.toString(), harness).read(whole))
        .orElseGet(() -> {
          refuseOtherShape(lines, whole);
          return jsonLines(lines);
        });
  }

  /** JSON that is no line of answers is called what it is. */
  private static void refuseOtherShape(Path file, JsonNode whole) {
    if (whole.isMissingNode() || whole.has("question_id") || whole.has("prediction")) {
      return;
    }
    var keys = new ArrayList<String>();
    whole.fieldNames().forEachRemaining(keys::add);
    String some = String.join(", ", keys.subList(0, Math.min(6, keys.size())));
    throw new DataError(
        file.toString(),
        "line 1",
        "found "
            + (whole.isObject()
                ? "an object with the keys " + StoredAnswers.cut(some)
                : "no object")
            + "; expected {\"question_id\": ..., \"prediction\": ...} a line, the original's"
            + " output, or the results of EverMemOS, memorybench, Zep, MemOS or mem0");
  }

  /** Of JSON lines the first line; missing when it cannot be read, which the lines will tell. */
  private static JsonNode firstValue(InputStream in) throws IOException {
    try {
      return JsonFiles.MAPPER.readTree(in);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Whether the first thing in the file is an opening bracket: only the original's form starts with
   * one.
   */
  public static boolean isOriginal(Path file) {
    if (Files.isDirectory(file)) {
      return false;
    }
    return JsonFiles.read(
        file,
        in -> {
          int c = in.read();
          while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = in.read();
          }
          return c == '[';
        });
  }

  private Map<Prediction.Key, StoredAnswer> jsonLines(Path file) {
    return JsonFiles.read(
        file,
        in -> {
          var answers = new LinkedHashMap<Prediction.Key, StoredAnswer>();
          try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            boolean found = false;
            boolean ofRun = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              number++;
              if (!line.isBlank()) {
                found = true;
                ofRun |= add(new Line(file.toString(), number, line), answers);
              }
            }
            if (!found) {
              throw new DataError(file.toString(), "", "found no answer; expected one a line");
            }
            return ofRun ? StoredAnswer.ofRun(answers) : answers;
          }
        });
  }

  /** One line and where it stands. */
  private record Line(String file, int number, String text) {
    DataError wrong(String problem) {
      return new DataError(file, "line " + number, problem);
    }
  }

  /** Says whether the line is of a run. */
  private boolean add(Line line, Map<Prediction.Key, StoredAnswer> answers) throws IOException {
    JsonNode node = parse(line);
    QuestionId id = known(line, node.path("question_id"));
    if (node.has("outcome")) {
      // A run's journal: a later line is a later try.
      var prediction = PredictionJson.parse(line.text(), line.file(), line.number());
      answers.put(prediction.key(), StoredAnswer.of(prediction));
      return true;
    }
    var key = new Prediction.Key(id, "free");
    if (answers.containsKey(key)) {
      throw line.wrong("found " + id + " a second time; expected one line a question");
    }
    StoredAnswers.read(node.path("prediction"), node.path("context"), line::wrong)
        .ifPresent(answer -> answers.put(key, answer));
    return false;
  }

  private static JsonNode parse(Line line) {
    try {
      JsonNode node = JsonFiles.MAPPER.readTree(line.text());
      if (!node.isObject()) {
        throw line.wrong("found no object; expected {\"question_id\": ..., \"prediction\": ...}");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw line.wrong(
          "not valid JSON; expected one object a line with question_id and prediction");
    }
  }

  private QuestionId known(Line line, JsonNode id) {
    var parsed = QuestionId.parse(id.asText());
    if (!id.isTextual() || parsed.isEmpty()) {
      throw line.wrong(
          "found question_id " + StoredAnswers.shown(id) + "; expected an id such as conv-26/37");
    }
    if (!questions.containsKey(parsed.get())) {
      throw line.wrong(
          "found an answer to " + parsed.get() + ", which " + data.file() + " does not ask");
    }
    return parsed.get();
  }
}
