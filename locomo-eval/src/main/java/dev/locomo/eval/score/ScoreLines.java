package dev.locomo.eval.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Item;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.core.run.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scores as lines: {@code scores.jsonl} of a run, the file of {@code --per-question}, the verdicts
 * of a judge. A line is a JSON object: what identifies the item, the metric, and a value or the
 * reason why there is none.
 *
 * <p>A line that says {@code no-prediction} or {@code provider-failed} counts as not answered.
 */
public final class ScoreLines {
  private static final String QUESTION = "question_id";

  private final Path file;
  private final @Nullable Map<QuestionId, Question> known;

  /**
   * @param file one JSON object a line
   * @param known questions with text and gold; one that is not among them gets neither. Null when
   *     the lines are of turns or summaries
   */
  public ScoreLines(Path file, @Nullable Map<QuestionId, Question> known) {
    this.file = file;
    this.known = known;
  }

  /** An item known by its line alone. */
  private record Named(String key, String cluster, SequencedMap<String, String> members)
      implements Item {}

  /** Whether the file's first line is a score of a question. */
  public static boolean recognises(Path file) {
    return JsonFiles.read(
        file,
        in -> {
          try (var parser = JsonFiles.MAPPER.createParser(in)) {
            JsonNode first = parser.readValueAsTree();
            return first != null && first.has("metric") && first.has(QUESTION);
          } catch (JsonProcessingException e) {
            return false;
          }
        });
  }

  /** A line, without a line feed; an explanation only where there is one. */
  public static String line(String metric, ItemScore row) {
    return line(metric, row, false);
  }

  /**
   * A line, without a line feed.
   *
   * @param explained whether an empty explanation is written too
   */
  public static String line(String metric, ItemScore row, boolean explained) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    row.item().members().forEach(node::put);
    node.put("metric", metric);
    String why =
        switch (row.score()) {
          case Score.Scored(double value, String reason) -> {
            node.put("value", value);
            yield reason;
          }
          case Score.Unscored(Reason reason, String detail) -> {
            node.put("unscored", reason.label());
            yield detail;
          }
        };
    return (explained || !why.isEmpty() ? node.put("why", why) : node).toString();
  }

  /**
   * The scores by metric, in the order of the file.
   *
   * @throws DataError when a line is no score, or an item is scored twice under one metric
   */
  public ScoreSheet read() {
    var rows = new LinkedHashMap<String, List<ItemScore>>();
    var seen = new HashSet<String>();
    var nodes = nodes();
    var benchmark = benchmark(nodes.values());
    for (var line : nodes.entrySet()) {
      int number = line.getKey();
      JsonNode node = line.getValue();
      String metric = node.path("metric").asText();
      Item item = known == null ? named(node, number) : question(node, benchmark, number);
      var row = ItemScore.of(item, score(node, number));
      if (metric.isEmpty()) {
        throw wrong(number, "no metric");
      }
      if (!seen.add(metric + " " + item.key())) {
        throw wrong(number, "scores " + item.key() + " under " + metric + " again");
      }
      rows.computeIfAbsent(metric, _ -> new ArrayList<>()).add(row);
    }
    if (rows.isEmpty() && known != null) {
      throw new DataError(file.toString(), "", "holds no scores; expected one JSON object a line");
    }
    var sheet = new ArrayList<MetricScores>();
    rows.forEach((metric, some) -> sheet.add(scores(metric, some)));
    return new ScoreSheet(sheet);
  }

  /** The lines by their numbers. */
  private Map<Integer, JsonNode> nodes() {
    var nodes = new LinkedHashMap<Integer, JsonNode>();
    int number = 0;
    for (String line : Journal.read(file)) {
      number++;
      if (!line.isBlank()) {
        nodes.put(number, parse(line, number));
      }
    }
    return nodes;
  }

  /** The first benchmark that has every category of the lines; LoCoMo where none has. */
  private static BenchmarkProfile benchmark(Collection<JsonNode> lines) {
    var labels = new HashSet<String>();
    lines.forEach(line -> labels.add(line.path("category").asText()));
    return BenchmarkProfile.ALL.stream()
        .filter(profile -> labels.stream().allMatch(l -> profile.ofLabel(l).isPresent()))
        .findFirst()
        .orElse(BenchmarkProfile.LOCOMO);
  }

  private JsonNode parse(String line, int number) {
    try {
      return JsonFiles.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw wrong(number, "not valid JSON; expected one object a line");
    }
  }

  private Item named(JsonNode node, int number) {
    String key =
        Stream.of("turn", "unit")
            .filter(node::has)
            .map(name -> node.path(name).asText())
            .findFirst()
            .orElse("");
    if (key.isEmpty() || node.path("metric").asText().isEmpty()) {
      throw wrong(number, "no score of a metric and a unit");
    }
    String cluster = node.path("sample").asText(key.replaceFirst("/[^/]*$", ""));
    return new Named(key, cluster, new LinkedHashMap<>(Map.of("unit", key)));
  }

  private Question question(JsonNode node, BenchmarkProfile benchmark, int number) {
    QuestionId id =
        QuestionId.parse(node.path(QUESTION).asText())
            .orElseThrow(() -> wrong(number, "no question_id such as conv-26/37"));
    String label = node.path("category").asText();
    Question question = known == null ? null : known.get(id);
    if (question == null) {
      Category category =
          Stream.concat(Stream.of(benchmark), BenchmarkProfile.ALL.stream())
              .flatMap(profile -> profile.ofLabel(label).stream())
              .findFirst()
              .orElseThrow(() -> wrong(number, "no category such as temporal"));
      return new Question(id, "", category, new Gold.Answer(""), List.of());
    }
    if (!question.category().label().equals(label)) {
      throw wrong(
          number, id + " is " + label + " here, " + question.category().label() + " in the data");
    }
    return question;
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

  private DataError wrong(int line, String problem) {
    return new DataError(file.toString(), "line " + line, problem);
  }

  private MetricScores scores(String metric, List<ItemScore> rows) {
    return Metrics.standard().all().stream()
        .filter(m -> m.id().equals(metric) && known != null)
        .findFirst()
        .map(m -> MetricScores.of(m, rows))
        .orElseGet(() ->
            new MetricScores(
                metric,
                "read from a file of scores",
                metric.startsWith(MetricScores.JUDGE) ? MetricScores.unanswerable(rows) : Set.of(),
                rows));
  }
}
