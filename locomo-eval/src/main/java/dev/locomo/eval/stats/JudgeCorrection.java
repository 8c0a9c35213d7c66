package dev.locomo.eval.stats;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The share of right answers of a run, from a judge's verdicts on all answers and people's labels
 * on a random sample of them: the share of labelled answers that are right, among those the judge
 * accepts and those it rejects, each weighed by how many answers the judge accepts and rejects. For
 * a judge that says right or wrong this is tuned prediction-powered inference (Angelopoulos, Duchi
 * and Zrnic 2023; arXiv 2601.05420 compares it with corrections from error rates).
 *
 * @param estimate between 0 and 1
 * @param thisRun 95 % interval for the answers of this run
 * @param conversations 95 % interval over conversations like these; empty when the labels are of
 *     one
 */
public record JudgeCorrection(double estimate, Interval thisRun, Optional<Interval> conversations) {
  private static final double LEVEL = 0.95;

  /**
   * An answer that was judged.
   *
   * @param cluster the conversation
   * @param accepted the verdict
   * @param label whether people call it right; empty where nobody was asked
   */
  public record Answer(String cluster, boolean accepted, Optional<Boolean> label) {}

  /** The answers with one verdict: all, labelled, and labelled as right. */
  private record Stratum(int all, int labelled, int right) {
    double share() {
      return labelled == 0 ? 0.5 : (double) right / labelled;
    }

    Interval interval(double z) {
      if (labelled == all) {
        return new Interval(share(), share(), LEVEL, "counted");
      }
      if (labelled == 0) {
        return new Interval(0, 1, LEVEL, "unknown");
      }
      double c = z * z * (1 - (double) labelled / all) / labelled;
      return ClusteredMean.wilson(share(), c, LEVEL, "wilson");
    }

    double smoothed() {
      double share = (right + 1.0) / (labelled + 2);
      return share * (1 - share);
    }
  }

  /**
   * Corrects.
   *
   * @param answers every answer that was judged
   * @return empty when none was judged or none labelled
   */
  public static Optional<JudgeCorrection> of(List<Answer> answers) {
    Stratum yes = stratum(answers, true);
    Stratum no = stratum(answers, false);
    if (yes.labelled() + no.labelled() == 0) {
      return Optional.empty();
    }
    double accepted = (double) yes.all() / answers.size();
    double estimate = accepted * yes.share() + (1 - accepted) * no.share();
    return Optional.of(
        new JudgeCorrection(
            estimate, thisRun(estimate, accepted, yes, no), conversations(answers, yes, no)));
  }

  private static Stratum stratum(List<Answer> answers, boolean accepted) {
    var some = answers.stream().filter(a -> a.accepted() == accepted).toList();
    var labels = some.stream().flatMap(a -> a.label().stream()).toList();
    return new Stratum(
        some.size(), labels.size(), (int) labels.stream().filter(right -> right).count());
  }

  private static Interval thisRun(double estimate, double accepted, Stratum yes, Stratum no) {
    double z = ClusteredMean.normal((1 + LEVEL) / 2);
    double below = 0;
    double above = 0;
    for (Stratum s : List.of(yes, no)) {
      if (s.all() > 0) {
        double weight = s == yes ? accepted : 1 - accepted;
        Interval ends = s.interval(z);
        below += Math.pow(weight * (s.share() - ends.low()), 2);
        above += Math.pow(weight * (ends.high() - s.share()), 2);
      }
    }
    return new Interval(
        Math.max(0, estimate - Math.sqrt(below)),
        Math.min(1, estimate + Math.sqrt(above)),
        LEVEL,
        "post-stratified-run");
  }

  private static Optional<Interval> conversations(List<Answer> answers, Stratum yes, Stratum no) {
    double n = answers.size();
    double accepted = yes.all() / n;
    double gap = yes.share() - no.share();
    var residuals = new TreeMap<String, Double>();
    var weights = new TreeMap<String, Double>();
    for (Answer answer : answers) {
      double residual = gap * ((answer.accepted() ? 1 : 0) - accepted) / n;
      if (answer.label().isPresent()) {
        Stratum own = answer.accepted() ? yes : no;
        double weight = own.all() / n / own.labelled();
        residual += weight * ((answer.label().get() ? 1 : 0) - own.share());
        weights.merge(answer.cluster(), weight, Double::sum);
      }
      residuals.merge(answer.cluster(), residual, Double::sum);
    }
    if (weights.size() < 2) {
      return Optional.empty();
    }
    double total = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    weights.replaceAll((_, weight) -> weight / total);
    double variance = gap * gap * accepted * (1 - accepted) / n;
    for (Stratum s : List.of(yes, no)) {
      if (s.labelled() > 0) {
        double weight = s.all() / n;
        variance += weight * weight * s.smoothed() / s.labelled();
      }
    }
    double z = ClusteredMean.normal((1 + LEVEL) / 2);
    double t =
        new TDistribution(ClusteredMean.degreesOfFreedom(weights))
            .inverseCumulativeProbability((1 + LEVEL) / 2);
    double spread = Math.max(z * z * variance, t * t * ClusteredMean.robust(residuals, weights));
    double estimate = accepted * yes.share() + (1 - accepted) * no.share();
    double kept = Math.clamp(estimate, 1 / (2 * n), 1 - 1 / (2 * n));
    return Optional.of(
        ClusteredMean.wilson(
            kept, spread / (kept * (1 - kept)), LEVEL, "post-stratified-conversations"));
  }

  /**
   * How many labels would bring this run's interval to the half width: drawn at random from all
   * answers.
   *
   * @param half for example 0.03, above 0
   * @return at most the number of answers; empty when there are no labels yet
   */
  public static Optional<Integer> labelsFor(List<Answer> answers, double half) {
    Stratum yes = stratum(answers, true);
    Stratum no = stratum(answers, false);
    if (yes.labelled() + no.labelled() == 0) {
      return Optional.empty();
    }
    double n = answers.size();
    double z = ClusteredMean.normal((1 + LEVEL) / 2);
    double b = 0;
    for (Stratum s : List.of(yes, no)) {
      b += s.all() / n * s.share() * (1 - s.share());
    }
    return Optional.of((int) Math.min(n, Math.ceil(1 / (1 / n + half * half / (z * z * b)))));
  }
}
