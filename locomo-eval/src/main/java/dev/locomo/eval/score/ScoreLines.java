package dev.locomo.eval.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.run.Journal;
import dev.locomo.eval.score.ScoreSheet.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the lines that {@link ScoreJson#line} writes: {@code scores.jsonl} of a run, the file of
 * {@code --per-question}, or the verdicts of a judge in the same form.
 *
 * <p>A metric that is in no registry counts as binary when all its values are 0 or 1. A line that
 * says {@code no-prediction} or {@code provider-failed} counts as not answered.
 */
public final class ScoreLines {
  private final Path file;
  private final Map<QuestionId, Question> known;

  /**
   * @param file one JSON object a line
   * @param known questions with text and gold; one that is not among them gets neither
   */
  public ScoreLines(Path file, Map<QuestionId, Question> known) {
    this.file = file;
    this.known = known;
  }

  /** Whether the file's first line is such a line. */
  public static boolean recognises(Path file) {
    return JsonFiles.read(
        file,
        in -> {
          try (var parser = JsonFiles.MAPPER.createParser(in)) {
            JsonNode first = parser.readValueAsTree();
            return first != null && first.has("metric") && first.has("question_id");
          } catch (JsonProcessingException e) {
            return false;
          }
        });
  }

  /**
   * The scores by metric, in the order of the file.
   *
   * @throws DataError when a line is no score, or a question is scored twice under one metric
   */
  public ScoreSheet read() {
    var rows = new LinkedHashMap<String, List<Row>>();
    var seen = new HashSet<String>();
    int number = 0;
    for (String line : Journal.read(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      JsonNode node = parse(line, number);
      String metric = node.path("metric").asText();
      Row row = row(node, number);
      if (metric.isEmpty()) {
        throw wrong(number, "no metric");
      }
      if (!seen.add(metric + " " + row.question().id())) {
        throw wrong(number, "scores " + row.question().id() + " under " + metric + " again");
      }
      rows.computeIfAbsent(metric, _ -> new ArrayList<>()).add(row);
    }
    if (rows.isEmpty()) {
      throw new DataError(file.toString(), "", "holds no scores; expected one JSON object a line");
    }
    var sheet = new LinkedHashMap<Metric, List<Row>>();
    rows.forEach((id, some) -> sheet.put(metric(id, some), some));
    return new ScoreSheet(sheet);
  }

  private JsonNode parse(String line, int number) {
    try {
      return JsonFiles.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw wrong(number, "not valid JSON; expected one object a line");
    }
  }

  private Row row(JsonNode node, int number) {
    QuestionId id =
        QuestionId.parse(node.path("question_id").asText())
            .orElseThrow(() -> wrong(number, "no question_id such as conv-26/37"));
    String label = node.path("category").asText();
    Category category =
        Arrays.stream(Category.values())
            .filter(c -> c.label().equals(label))
            .findFirst()
            .orElseThrow(() -> wrong(number, "no category such as temporal"));
    Question question =
        known.getOrDefault(id, new Question(id, "", category, new Gold.Answer(""), List.of()));
    if (question.category() != category) {
      throw wrong(
          number, id + " is " + label + " here, " + question.category().label() + " in the data");
    }
    Score score = score(node, number);
    return new Row(question, answered(score), score);
  }

  private Score score(JsonNode node, int number) {
    String why = node.path("why").asText();
    JsonNode value = node.path("value");
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return new Score.Scored(value.doubleValue(), why);
    }
    return Arrays.stream(Reason.values())
        .filter(r -> r.label().equals(node.path("unscored").asText()))
        .findFirst()
        .map(r -> new Score.Unscored(r, why))
        .orElseThrow(() -> wrong(number, "neither a value nor a known reason why it is unscored"));
  }

  private static boolean answered(Score score) {
    return !(score instanceof Score.Unscored(Reason reason, _)
        && Set.of(Reason.NO_PREDICTION, Reason.PROVIDER_FAILED).contains(reason));
  }

  private DataError wrong(int line, String problem) {
    return new DataError(file.toString(), "line " + line, problem);
  }

  private static Metric metric(String id, List<Row> rows) {
    return Metrics.standard().all().stream()
        .filter(m -> m.id().equals(id))
        .findFirst()
        .orElseGet(() -> new StoredMetric(id, rows.stream().allMatch(ScoreLines::zeroOrOne)));
  }

  private static boolean zeroOrOne(Row row) {
    return !(row.score() instanceof Score.Scored(double value, _)) || value == 0 || value == 1;
  }

  /** A metric whose values were computed elsewhere, by a judge for example. */
  private record StoredMetric(String id, boolean binary) implements Metric {
    @Override
    public String summary() {
      return "read from a file of scores";
    }

    @Override
    public Score score(Answered answered) {
      return new Score.Unscored(Reason.NOT_APPLICABLE, "scores of " + id + " are read, not made");
    }
  }
}
