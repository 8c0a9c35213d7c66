package dev.locomo.eval.judge.label;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.Csv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which answers of a run people call right.
 *
 * @param byQuestion by the name of who labelled, empty where none is given
 */
public record HumanLabels(Map<QuestionId, Map<String, Boolean>> byQuestion) {
  /** In the folder of the run. */
  public static final String FILE = "labels.jsonl";

  private static final Comparator<QuestionId> ORDER =
      Comparator.comparing(QuestionId::sample).thenComparingInt(QuestionId::index);
  private static final Set<String> RIGHT = Set.of("right", "correct", "yes", "true", "1");
  private static final Set<String> WRONG = Set.of("wrong", "incorrect", "no", "false", "0");

  /** One row or line, and where it stands. */
  private record Entry(String place, String question, String label, String labeller) {}

  /** The labels in a run's folder; none where there is no such file. */
  public static HumanLabels of(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file) ? read(file) : new HumanLabels(Map.of());
  }

  /**
   * Reads a sheet that was filled in: CSV with the columns {@code question_id}, {@code label} and
   * perhaps {@code labeller}, or JSON lines with these members. Rows without a label are passed
   * over.
   *
   * @throws DataError when a label is none of right and wrong, a question is labelled twice by one
   *     person, or a column is missing
   */
  public static HumanLabels read(Path file) {
    var labels = new HumanLabels(new TreeMap<>(ORDER));
    for (Entry entry : entries(file)) {
      String word = entry.label().strip().toLowerCase(Locale.ROOT);
      if (!word.isEmpty()) {
        labels.add(file, entry, word);
      }
    }
    return labels;
  }

  private void add(Path file, Entry entry, String word) {
    if (!RIGHT.contains(word) && !WRONG.contains(word)) {
      throw new DataError(
          file.toString(),
          entry.place(),
          "found label '" + entry.label() + "'; expected right or wrong, or nothing");
    }
    var id =
        QuestionId.parse(entry.question())
            .orElseThrow(() ->
                new DataError(
                    file.toString(),
                    entry.place(),
                    "found question_id '"
                        + entry.question()
                        + "'; expected an id such as conv-26/37"));
    var own = byQuestion.computeIfAbsent(id, _ -> new TreeMap<>());
    if (own.put(entry.labeller(), RIGHT.contains(word)) != null) {
      throw new DataError(
          file.toString(), entry.place(), "labels " + id + " a second time by the same person");
    }
  }

  private static List<Entry> entries(Path file) {
    String text = JsonFiles.read(file, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
    return text.stripLeading().startsWith("{") ? lines(file, text) : rows(file, text);
  }

  private static List<Entry> lines(Path file, String text) {
    var entries = new ArrayList<Entry>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        entries.add(entry(file, "line " + number, line));
      }
    }
    return entries;
  }

  private static Entry entry(Path file, String place, String line) {
    try {
      JsonNode node = JsonFiles.MAPPER.readTree(line);
      if (!node.has("question_id") || !node.has("label")) {
        throw new DataError(file.toString(), place, "expected the members question_id and label");
      }
      String label = node.path("label").asText("");
      String labeller = node.path("labeller").asText("");
      return new Entry(place, node.path("question_id").asText(""), label, labeller);
    } catch (JsonProcessingException e) {
      throw new DataError(file.toString(), place, "not valid JSON; expected one object a line");
    }
  }

  private static List<Entry> rows(Path file, String text) {
    var rows = Csv.rows(file.toString(), text);
    List<String> header =
        rows.isEmpty()
            ? List.of()
            : rows.getFirst().cells().stream().map(c -> c.toLowerCase(Locale.ROOT)).toList();
    int question = header.indexOf("question_id");
    int label = header.indexOf("label");
    if (question < 0 || label < 0) {
      throw new DataError(
          file.toString(), "line 1", "found columns " + header + "; expected question_id, label");
    }
    int labeller = header.indexOf("labeller");
    var entries = new ArrayList<Entry>();
    for (Csv.Row row : rows.subList(1, rows.size())) {
      entries.add(
          new Entry(
              "line " + row.line(),
              cell(row, question),
              cell(row, label),
              labeller < 0 ? "" : cell(row, labeller)));
    }
    return entries;
  }

  private static String cell(Csv.Row row, int column) {
    return column < row.cells().size() ? row.cells().get(column) : "";
  }

  /** These and others; the later label of the same person counts. */
  public HumanLabels with(HumanLabels later) {
    var all = new TreeMap<QuestionId, Map<String, Boolean>>(ORDER);
    byQuestion.forEach((id, labels) -> all.put(id, new TreeMap<>(labels)));
    later.byQuestion.forEach(
        (id, labels) -> all.computeIfAbsent(id, _ -> new TreeMap<>()).putAll(labels));
    return new HumanLabels(all);
  }

  /** What most people say; empty where nobody was asked, or as many say right as wrong. */
  public Optional<Boolean> majority(QuestionId question) {
    var labels = byQuestion.getOrDefault(question, Map.of()).values();
    long right = labels.stream().filter(label -> label).count();
    return 2 * right == labels.size() ? Optional.empty() : Optional.of(2 * right > labels.size());
  }

  /** Writes them into a run's folder; where there are none, no file. */
  public void write(Path folder) {
    var text = new StringBuilder();
    byQuestion.forEach((id, labels) ->
        labels.forEach((labeller, right) ->
            text.append(
                    JsonFiles.MAPPER
                        .createObjectNode()
                        .put("question_id", id.toString())
                        .put("label", right ? "right" : "wrong")
                        .put("labeller", labeller))
                .append('\n')));
    if (!text.isEmpty()) {
      AtomicFile.writeText(folder.resolve(FILE), text.toString());
    }
  }
}
