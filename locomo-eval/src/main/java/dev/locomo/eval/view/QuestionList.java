package dev.locomo.eval.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.EvidenceRecall;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Repeats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a run, as an address asks for them: {@code category}, {@code outcome}, {@code
 * metric} with {@code score} (zero, part, full, none), {@code judge} with {@code verdict} (right,
 * wrong, none, split), {@code evidence} (all, some, none, unknown), {@code repeats} (differ, same:
 * their scores), {@code q} for words, {@code order} (worst, best, slow).
 *
 * @param run the run
 * @param rows in file order
 * @param metrics the names of its metrics
 * @param places of the questions among the rows
 * @param replies to each question: each form of it, and each repeat, in the order of the file
 */
record QuestionList(
    StoredRun run,
    List<Row> rows,
    List<String> metrics,
    Map<QuestionId, Integer> places,
    Map<QuestionId, List<Prediction>> replies) {
  /** What stands for a question without an answer. */
  private static final String NOT_ASKED = "not-asked";

  /**
   * One question.
   *
   * @param free what came of asking it freely, or null
   * @param scores by metric
   * @param evidence how much of its evidence the reader was shown: all, some, none or unknown
   */
  public record Row(
      Question question, @Nullable Prediction free, Map<String, Score> scores, String evidence) {
    /** The outcome's name. */
    public String outcome() {
      return free == null ? NOT_ASKED : free.outcome().label();
    }

    /** The answer; empty when there is none. */
    public String answer() {
      return free == null ? "" : free.answer();
    }

    @Nullable Double value(String metric) {
      return scores.get(metric) instanceof Score.Scored(double value, _)
          ? Double.valueOf(value)
          : null;
    }

    private String repeats(String metric) {
      return Repeats.differ(scores.get(metric)) ? "differ" : "same";
    }

    /** As JSON: {@code GET /v1/runs/.../questions}. */
    ObjectNode json() {
      ObjectNode node = JsonFiles.MAPPER.createObjectNode();
      question.members().forEach(node::put);
      node.put("question", question.text()).put("gold", question.referenceAnswer());
      node.put("outcome", outcome()).put("answer", free == null ? null : free.answer());
      node.put("evidence_shown", evidence);
      ObjectNode values = node.putObject("scores");
      scores.keySet().forEach(metric -> values.put(metric, value(metric)));
      return node;
    }

    /** What {@code verdict} asks for. */
    private boolean judged(String verdict, List<String> judges) {
      var values = judges.stream().map(this::value).toList();
      return switch (verdict) {
        case "right" -> values.stream().allMatch(v -> v != null && v >= 1);
        case "wrong" -> values.stream().allMatch(v -> v != null && v < 1);
        case "none" -> values.stream().anyMatch(v -> v == null);
        case "split" -> values.stream().filter(v -> v != null).distinct().count() > 1;
        default -> true;
      };
    }
  }

  /** All questions of a run. */
  static QuestionList of(StoredRun run) {
    var scores = new HashMap<String, Map<String, Score>>();
    for (MetricScores metric : run.results().sheet().metrics()) {
      for (var row : metric.rows()) {
        scores
            .computeIfAbsent(row.item().key(), _ -> new LinkedHashMap<>())
            .put(metric.metric(), row.score());
      }
    }
    var rows = new ArrayList<Row>();
    for (Question question : run.results().questions()) {
      var free = run.results().predictions().get(new Prediction.Key(question.id(), Call.FREE));
      rows.add(
          new Row(
              question,
              free,
              scores.getOrDefault(question.key(), Map.of()),
              shown(question, free)));
    }
    var metrics = run.results().sheet().metrics().stream().map(MetricScores::metric).toList();
    var places = new HashMap<QuestionId, Integer>();
    rows.forEach(row -> places.putIfAbsent(row.question().id(), places.size()));
    var replies =
        run.results().predictions().values().stream()
            .collect(Collectors.groupingBy(Prediction::question));
    return new QuestionList(run, rows, metrics, places, replies);
  }

  /** The row of a question; empty where there is none. */
  Optional<Row> row(QuestionId id) {
    return Optional.ofNullable(places.get(id)).map(rows::get);
  }

  /** The place of a question among those of an address; -1 where it is not among them. */
  int place(QuestionId id, List<Row> asked) {
    int place = places.getOrDefault(id, -1);
    if (place >= 0 && place < asked.size() && asked.get(place) == rows.get(place)) {
      return place;
    }
    return row(id).map(asked::indexOf).orElse(-1);
  }

  private static String shown(Question question, @Nullable Prediction free) {
    if (free == null || free.context().isEmpty()) {
      return "unknown";
    }
    var answered = new Metric.Answered(question, "", free.context());
    if (new EvidenceRecall().score(answered) instanceof Score.Scored(double value, _)) {
      return value >= 1 ? "all" : value > 0 ? "some" : "none";
    }
    return "unknown";
  }

  /** The judges among the metrics. */
  List<String> judges() {
    return metrics.stream().filter(m -> m.startsWith(MetricScores.JUDGE)).toList();
  }

  /** The metric that is meant: the first one where none is named that there is. */
  String metric(Params params) {
    String named = params.get("metric");
    return metrics.contains(named) || metrics.isEmpty() ? named : metrics.getFirst();
  }

  /** The rows that are asked for, in the order that is. */
  List<Row> rows(Params params) {
    String metric = metric(params);
    var found = rows.stream();
    for (var filter : filters(metric).entrySet()) {
      String wanted = params.get(filter.getKey());
      if (!wanted.isEmpty()) {
        found = found.filter(row -> wanted.equals(filter.getValue().apply(row)));
      }
    }
    String verdict = params.get("verdict");
    if (!verdict.isEmpty()) {
      var judges = params.get("judge").isEmpty() ? judges() : List.of(params.get("judge"));
      found = found.filter(row -> row.judged(verdict, judges));
    }
    String sought = params.get("q").toLowerCase(Locale.ROOT).strip();
    if (!sought.isEmpty()) {
      var words = List.of(sought.split("\\s+"));
      found = found.filter(row -> has(row, words));
    }
    return switch (params.get("order")) {
      case "worst" -> found.sorted(by(metric, 1)).toList();
      case "best" -> found.sorted(by(metric, -1)).toList();
      case "slow" -> found.sorted(Comparator.comparingLong(QuestionList::latency)).toList();
      default -> found.toList();
    };
  }

  /** What a row has under each name that an address can ask for. */
  private static Map<String, Function<Row, String>> filters(String metric) {
    return Map.of(
        "category", row -> row.question().category().label(),
        "outcome", Row::outcome,
        "evidence", Row::evidence,
        "sample", row -> row.question().id().sample(),
        "score", row -> kind(row.value(metric)),
        "repeats", row -> row.repeats(metric));
  }

  private static boolean has(Row row, List<String> words) {
    var question = row.question();
    String text =
        (question.key() + " " + question.text() + " " + question.referenceAnswer() + " ")
            .concat(row.answer())
            .toLowerCase(Locale.ROOT);
    return words.stream().allMatch(text::contains);
  }

  /** What scores are filtered by. */
  static String kind(@Nullable Double value) {
    return value == null ? "none" : value <= 0 ? "zero" : value >= 1 ? "full" : "part";
  }

  /** Questions without a value last. */
  private static Comparator<Row> by(String metric, int sign) {
    return Comparator.comparingDouble(row -> {
      Double value = row.value(metric);
      return value == null ? Double.POSITIVE_INFINITY : sign * value;
    });
  }

  private static long latency(Row row) {
    return row.free() == null ? 0 : -row.free().exchange().latencyMillis();
  }
}
