package dev.locomo.eval.stats;

import dev.locomo.core.metric.Score;
import dev.locomo.eval.stats.Agreement.Flips;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How much of a mean's standard error comes from asking the same questions again.
 *
 * <p>The variance of the mean over questions of the mean over repeats is that of the questions'
 * true means plus {@code E[sigma_i^2]/R} (law of total variance; Miller 2024, arXiv 2411.00640,
 * section on resampling). The second part is estimated by {@code sum_i s_i^2/R_i / n^2}, with
 * {@code s_i^2} the variance of a question's repeats (of a question with one value the mean of the
 * others'), the whole by {@link ClusteredMean#standardError}; what is left belongs to the
 * questions.
 *
 * @param questions with a value in some repeat
 * @param means of each repeat, over the questions with a value in it
 * @param flips questions whose values are not all the same
 * @param whole standard error of the mean, conversations taken as a sample; of one conversation its
 *     questions
 * @param repeats the part of it that repeating shows
 */
public record Noise(
    int questions, List<OptionalDouble> means, Flips flips, double whole, double repeats) {
  /**
   * A question and its scores, one a repeat.
   *
   * @param cluster its conversation
   */
  public record Question(String cluster, List<Score> scores) {
    private List<Double> values() {
      var values = new ArrayList<Double>();
      for (Score score : scores) {
        if (score instanceof Score.Scored(double value, _)) {
          values.add(value);
        }
      }
      return values;
    }
  }

  /** Of questions that were asked equally often; those without any value do not count. */
  public static Noise of(List<Question> questions) {
    var values = questions.stream().map(Question::values).filter(v -> !v.isEmpty()).toList();
    int n = values.size();
    double common =
        values.stream().filter(v -> v.size() > 1).mapToDouble(Noise::variance).average().orElse(0);
    double noise = 0;
    for (var some : values) {
      noise += (some.size() > 1 ? variance(some) : common) / some.size();
    }
    var means = new ArrayList<Clustered>();
    for (Question question : questions) {
      if (!question.values().isEmpty()) {
        means.add(new Clustered(question.cluster(), mean(question.values())));
      }
    }
    var mean = ClusteredMean.micro(means);
    var own = means.stream().map(Clustered::value).toList();
    double alone = n < 2 ? 0 : Math.sqrt(variance(own) / n);
    double whole = mean.map(m -> m.standardError().orElse(alone)).orElse(0.0);
    return new Noise(
        n, byRepeat(questions), Flips.of(values), whole, Math.sqrt(noise) / Math.max(1, n));
  }

  private static List<OptionalDouble> byRepeat(List<Question> questions) {
    var means = new ArrayList<OptionalDouble>();
    int repeats = questions.isEmpty() ? 0 : questions.getFirst().scores().size();
    for (int r = 0; r < repeats; r++) {
      Tally tally = Tally.NONE;
      for (Question question : questions) {
        tally = tally.plus(true, question.scores().get(r));
      }
      means.add(tally.mean());
    }
    return means;
  }

  /** The part of the standard error that the choice of questions and conversations has. */
  public double sampling() {
    return Math.sqrt(Math.max(0, whole * whole - repeats * repeats));
  }

  /** Standard deviation of the repeats' means; empty where fewer than two have one. */
  public OptionalDouble spread() {
    var some = means.stream().flatMapToDouble(OptionalDouble::stream).boxed().toList();
    return some.size() < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(variance(some)));
  }

  /** In words, percent and points. */
  public String sentence() {
    var each = means.stream().map(m -> m.isPresent() ? points(m.getAsDouble()) : "-").toList();
    var rate = flips.rate();
    return "means "
        + String.join(", ", each)
        + (spread().isPresent()
            ? " (standard deviation " + points(spread().getAsDouble()) + ")"
            : "")
        + (rate.isPresent()
            ? "; %s %% of the questions got different scores".formatted(points(rate.getAsDouble()))
            : "")
        + "; standard error of the mean over all repeats %s points: %s by which questions and"
            .formatted(points(whole), points(sampling()))
        + " conversations were drawn, %s by the system's noise.".formatted(points(repeats));
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(0);
  }

  private static double variance(List<Double> values) {
    double mean = mean(values);
    return values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / (values.size() - 1);
  }
}
