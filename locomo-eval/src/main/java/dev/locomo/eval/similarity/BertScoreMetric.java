package dev.locomo.eval.similarity;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TextMetric;
import dev.locomo.eval.similarity.BertScore.Pair;
import dev.locomo.eval.similarity.BertScore.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One number of {@link BertScore} as a metric over pairs that were scored together beforehand.
 * <b>Value</b> as there; 0 for a precision or recall that is not a number. <b>Unanswerable
 * question</b>: no value.
 */
public final class BertScoreMetric implements TextMetric {
  /** The ids of the three metrics, F1 first. */
  public static final List<String> IDS = List.of("bertscore", "bertscore-p", "bertscore-r");

  private final String id;
  private final ToDoubleFunction<Value> part;
  private final Map<Pair, Value> values;

  private BertScoreMetric(String id, ToDoubleFunction<Value> part, Map<Pair, Value> values) {
    this.id = id;
    this.part = part;
    this.values = values;
  }

  /**
   * All metrics there are, these without a value: for looking names up before anything is loaded.
   */
  public static Metrics known() {
    Map<Pair, Value> none = Map.of();
    return Metrics.standard().with(metrics(none));
  }

  /** Answers and their gold texts, questions without an answer left out. */
  public static List<Pair> pairs(List<Answered> answered) {
    return answered.stream()
        .filter(a -> a.question().gold() instanceof Gold.Answer)
        .map(a -> new Pair(a.prediction(), TextMetric.gold(a.question())))
        .toList();
  }

  /** Scores pairs, repeated ones as often as they are, and gives F1, precision and recall. */
  public static List<Metric> of(BertScore scorer, List<Pair> pairs) {
    var scores = scorer.score(pairs);
    var values = new HashMap<Pair, Value>();
    for (int i = 0; i < pairs.size(); i++) {
      values.put(pairs.get(i), scores.get(i));
    }
    return metrics(values);
  }

  private static List<Metric> metrics(Map<Pair, Value> values) {
    return List.of(
        new BertScoreMetric(IDS.get(0), Value::f1, values),
        new BertScoreMetric(IDS.get(1), Value::precision, values),
        new BertScoreMetric(IDS.get(2), Value::recall, values));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return "BERTScore: cosines of matched tokens' states in a network";
  }

  /** No value where no token has a weight. */
  @Override
  public Score score(Answered answered) {
    Score score = TextMetric.super.score(answered);
    return score instanceof Score.Scored(double value, _) && Double.isNaN(value)
        ? new Score.Unscored(Score.Reason.NOT_APPLICABLE, "no token of the text has a weight")
        : score;
  }

  /**
   * The value of a pair; not a number where no token has a weight.
   *
   * @throws IllegalArgumentException when the pair was not among those scored
   */
  @Override
  public Score.Scored compare(String candidate, String reference) {
    Value value = values.get(new Pair(candidate, reference));
    if (value == null) {
      throw new IllegalArgumentException("a pair that was not scored");
    }
    double number = part.applyAsDouble(value);
    return new Score.Scored(
        number,
        String.format(
            Locale.ROOT, "P %.4f, R %.4f, F1 %.4f", value.precision(), value.recall(), value.f1()));
  }
}
