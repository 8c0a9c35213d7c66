package dev.locomo.eval.loss;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.EvidenceRecall;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.StoredAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the points of a run were lost. Every scored question can get one point; what it did not get
 * of it, all of it, goes to the first {@link Cause} that holds. Evidence is retrieved when the
 * reader was shown every turn of it (sessions where sessions were shown), and in part when some.
 *
 * @param metric by which points are given
 * @param grouping of the questions
 * @param columns by name: each category with scored questions, and the headline total where it sums
 *     up several, of LoCoMo categories 1 to 4
 * @param overlay the name of the overlay; null for none
 * @param labels how many of the scored answers people have labelled
 */
public record LossTable(
    String metric,
    Grouping grouping,
    Map<String, Column> columns,
    @Nullable String overlay,
    int labels) {
  private static final Metric RECALL = new EvidenceRecall();

  /**
   * What is known beside the scores.
   *
   * @param answers with the ids that the reader was shown
   * @param key with an overlay; null for none
   * @param labels by people; may be empty
   * @param found by question, what was found with what did not fit; empty where all of it was shown
   */
  public record Known(
      Map<Prediction.Key, StoredAnswer> answers,
      @Nullable CorrectedKey key,
      HumanLabels labels,
      Map<String, List<String>> found) {
    /** Whether it is known of any answer what was shown. */
    boolean contexts() {
      return answers.values().stream()
          .anyMatch(a -> a instanceof StoredAnswer.Given given && given.context() != null);
    }
  }

  /**
   * The questions of a column.
   *
   * @param scored how many there are
   * @param causes points lost, by cause; every cause is there
   */
  public record Column(int scored, Map<Cause, Double> causes) {
    /** All points lost, from 0 to {@code scored}. */
    public double lost() {
      return causes.values().stream().mapToDouble(d -> d).sum();
    }

    private Column plus(Cause cause, double lost) {
      var more = new EnumMap<>(causes);
      more.merge(cause, lost, Double::sum);
      return new Column(scored + 1, more);
    }

    private static Column none() {
      var none = new EnumMap<Cause, Double>(Cause.class);
      for (Cause cause : Cause.values()) {
        none.put(cause, 0.0);
      }
      return new Column(0, none);
    }

    /**
     * Lost points in tenths of a percentage point of the column's mean, rounded so that they add up
     * to what is lost in all (largest remainders).
     */
    public Map<Cause, Long> tenths() {
      var tenths = new EnumMap<Cause, Long>(Cause.class);
      causes.forEach((cause, lost) -> tenths.put(cause, (long) Math.floor(exact(lost))));
      long all = Math.round(exact(lost()));
      var order = new ArrayList<>(causes.keySet());
      order.sort(
          Comparator.comparingDouble(
                  (Cause cause) -> {
                    double exact = exact(causes.getOrDefault(cause, 0.0));
                    return exact - Math.floor(exact);
                  })
              .reversed());
      long missing = all - tenths.values().stream().mapToLong(n -> n).sum();
      order.stream()
          .limit(Math.max(0, missing))
          .forEach(cause -> tenths.merge(cause, 1L, Long::sum));
      return tenths;
    }

    private double exact(double lost) {
      return scored == 0 ? 0 : 1000 * lost / scored;
    }
  }

  /**
   * Of the scores of a run.
   *
   * @return empty where points mean something else or it is not known what the reader was shown
   */
  public static Optional<LossTable> of(MetricScores scores, Known known) {
    if (!known.contexts() || !scores.bounded() || !Metrics.ofAnswers(scores.metric())) {
      return Optional.empty();
    }
    boolean judged = scores.metric().startsWith(MetricScores.JUDGE);
    var grouping = Grouping.of(scores);
    var total = grouping.totals().getFirst();
    var byCategory = new TreeMap<Category, Column>();
    Column all = Column.none();
    int labels = 0;
    for (ItemScore row : scores.rows()) {
      if (row.item() instanceof Question question
          && row.score() instanceof Score.Scored(double value, _)
          && (judged || !scores.apart().contains(question.category().label()))) {
        Cause cause = cause(question, known);
        double lost = Math.max(0, 1 - value);
        byCategory.merge(
            question.category(),
            Column.none().plus(cause, lost),
            (before, _) -> before.plus(cause, lost));
        all = total.has(question.category().label()) ? all.plus(cause, lost) : all;
        labels += known.labels().majority(question.id()).isPresent() ? 1 : 0;
      }
    }
    var columns = new LinkedHashMap<String, Column>();
    byCategory.forEach((category, column) -> columns.put(category.label(), column));
    String name = scores.summary().name(total);
    if (all.scored() > 0 && !name.isEmpty()) {
      columns.put(name, all);
    }
    String overlay = known.key() == null ? null : known.key().errata().name();
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new LossTable(scores.metric(), grouping, columns, overlay, labels));
  }

  private static Cause cause(Question question, Known known) {
    if (known.key() != null && known.key().isBroken(question.id())) {
      return Cause.KEY;
    }
    if (known.labels().majority(question.id()).orElse(false)) {
      return Cause.RIGHT_BY_LABELS;
    }
    if (question.unanswerable()) {
      return Cause.ADVERSARIAL;
    }
    var answer = known.answers().get(new Prediction.Key(question.id(), "free"));
    if (!(answer instanceof StoredAnswer.Given(_, var context))) {
      return Cause.UNKNOWN;
    }
    double recall = recall(question, context);
    if (Double.isNaN(recall)) {
      return Cause.UNKNOWN;
    }
    if (recall < 1 && recall(question, known.found().get(question.id().toString())) >= 1) {
      return Cause.BEYOND_THE_BUDGET;
    }
    return recall >= 1 ? Cause.ANSWERED : recall > 0 ? Cause.IN_PART : Cause.NOT_RETRIEVED;
  }

  /** NaN where it is not known. */
  private static double recall(Question question, @Nullable List<String> shown) {
    return RECALL.score(new Metric.Answered(question, "", shown))
            instanceof Score.Scored(double recall, _)
        ? recall
        : Double.NaN;
  }

  /** The name of a cause: of a judge's scores, people's labels say that the judge is wrong. */
  String title(Cause cause) {
    return cause == Cause.RIGHT_BY_LABELS && metric.startsWith(MetricScores.JUDGE)
        ? "judge wrong by the labels"
        : cause.title();
  }

  /** Causes that took points anywhere, in their order. */
  public List<Cause> causes() {
    var some = new ArrayList<Cause>();
    for (Cause cause : Cause.values()) {
      if (columns.values().stream().anyMatch(c -> c.causes().getOrDefault(cause, 0.0) > 0)) {
        some.add(cause);
      }
    }
    return some;
  }

  /** What decides, in words for people. */
  public String rule() {
    return "Retrieved: the reader was shown every evidence turn (or session); a question's lost"
        + " share of its point goes whole to the first cause that holds. "
        + (overlay == null
            ? "No overlay was given (--errata), so that wrong keys are not told apart"
            : "Keys are wrong by " + overlay)
        + "; "
        + (labels == 0
            ? "no answer of this run is labelled."
            : "people labelled " + labels + " of these answers.");
  }

  /**
   * For people, points of each column's mean: the titles, a row a cause, what is lost in all and
   * how many questions are scored. Each column adds up.
   */
  public List<List<String>> rows() {
    var rows = new ArrayList<List<String>>();
    rows.add(row("lost points, " + MetricScores.brief(metric), columns.keySet().stream()));
    for (Cause cause : causes()) {
      rows.add(row(title(cause), cells(c -> c.tenths().getOrDefault(cause, 0L))));
    }
    rows.add(row("lost in all", cells(c -> c.tenths().values().stream().mapToLong(n -> n).sum())));
    rows.add(row("questions scored", columns.values().stream().map(c -> "" + c.scored())));
    return rows;
  }

  private static List<String> row(String name, Stream<String> cells) {
    return Stream.concat(Stream.of(name), cells).toList();
  }

  private Stream<String> cells(ToLongFunction<Column> tenths) {
    return columns.values().stream().mapToLong(tenths).mapToObj(n -> n / 10 + "." + n % 10);
  }

  /** As JSON: {@code docs/json.md} describes it. */
  public ObjectNode json() {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode().put("metric", metric);
    node.put("overlay", overlay).put("labels", labels);
    ObjectNode all = node.putObject("columns");
    columns.forEach((name, column) -> {
      ObjectNode one =
          all.putObject(name).put("scored", column.scored()).put("lost", column.lost());
      ObjectNode causes = one.putObject("causes");
      column.causes().forEach((cause, lost) -> causes.put(cause.label(), lost));
    });
    return node;
  }
}
