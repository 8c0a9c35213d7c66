package dev.locomo.eval.compare;

import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.DetectableDifference;
import dev.locomo.eval.stats.EffectSize;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.McNemar;
import dev.locomo.eval.stats.PValue;
import dev.locomo.eval.stats.Paired;
import dev.locomo.eval.stats.SignFlipTest;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * A run against the baseline on the questions of one slice that both have a value for, at least
 * one.
 *
 * @param slice which questions
 * @param total whether the slice sums several categories up
 * @param pairs how many questions
 * @param conversations of how many conversations
 * @param difference mean of the run minus mean of the baseline
 * @param interval 95 % interval of the difference
 * @param byConversation sign-flip test, the questions of a conversation flipping together
 * @param byQuestion exact McNemar where every value is 0 or 1, else the sign-flip test per question
 * @param effect Cohen's h where every value is 0 or 1, else the paired d; absent when all
 *     differences are equal
 * @param effectName {@code cohens-h} or {@code paired-d}
 * @param detectable the smallest true difference that such a comparison would notice with 80 %
 *     power, conversations being what was sampled; absent for one conversation
 */
public record PairedTest(
    String slice,
    boolean total,
    int pairs,
    int conversations,
    double difference,
    Interval interval,
    PValue byConversation,
    PValue byQuestion,
    OptionalDouble effect,
    String effectName,
    OptionalDouble detectable) {
  private static final int ENUMERATED = 20;

  /**
   * Tests one slice.
   *
   * @param slice its name
   * @param total whether it sums several categories up
   * @param pairs at least one
   */
  static PairedTest of(String slice, boolean total, List<Pair> pairs) {
    var paired = pairs.stream().map(Pair::paired).toList();
    boolean binary = paired.stream().allMatch(p -> right(p.first()) && right(p.second()));
    double run = mean(paired.stream().mapToDouble(Paired::first));
    double baseline = mean(paired.stream().mapToDouble(Paired::second));
    return new PairedTest(
        slice,
        total,
        paired.size(),
        (int) paired.stream().map(Paired::cluster).distinct().count(),
        run - baseline,
        interval(paired),
        SignFlipTest.STANDARD.perConversation(paired),
        binary ? McNemar.of(paired).exact() : SignFlipTest.STANDARD.perQuestion(paired),
        binary ? OptionalDouble.of(EffectSize.cohensH(run, baseline)) : EffectSize.pairedD(paired),
        binary ? "cohens-h" : "paired-d",
        DetectableDifference.STANDARD.clustered(paired));
  }

  private static Interval interval(List<Paired> paired) {
    List<Clustered> values = paired.stream().map(Paired::clustered).toList();
    return ClusterBootstrap.STANDARD.micro(values).orElseThrow();
  }

  private static double mean(DoubleStream values) {
    return values.average().orElseThrow();
  }

  private static boolean right(double value) {
    return value == 0 || value == 1;
  }

  /** The smallest p value that the test by conversation can give with so many conversations. */
  double smallestByConversation() {
    return conversations <= ENUMERATED
        ? Math.pow(2, 1 - conversations)
        : 1.0 / (1 + SignFlipTest.STANDARD.patterns());
  }
}
