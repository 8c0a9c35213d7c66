package dev.locomo.eval.compare;

import dev.locomo.eval.stats.ClusteredMean;
import dev.locomo.eval.stats.EffectSize;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.McNemar;
import dev.locomo.eval.stats.PValue;
import dev.locomo.eval.stats.Paired;
import dev.locomo.eval.stats.SignFlipTest;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

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
 * @param byInterval the test that goes with the interval: below 0.05 just when it leaves 0 out
 * @param byConversation sign-flip test, the questions of a conversation flipping together; null
 *     below {@value #FLIPPED} conversations, where it can never be significant
 * @param byQuestion exact McNemar where every value is 0 or 1, else the sign-flip test per
 *     question; says something about these conversations only
 * @param effect Cohen's h where every value is 0 or 1, else the paired d; absent when all
 *     differences are equal
 * @param effectName {@code cohens-h} or {@code paired-d}
 * @param detectable the smallest true difference that such a comparison would notice with 80 %
 *     power, conversations being what was sampled; absent for one conversation
 * @param equivalence p value of the difference being within the bound, if one was given; absent for
 *     one conversation
 */
public record PairedTest(
    String slice,
    boolean total,
    int pairs,
    int conversations,
    double difference,
    Interval interval,
    PValue byInterval,
    @Nullable PValue byConversation,
    PValue byQuestion,
    OptionalDouble effect,
    String effectName,
    OptionalDouble detectable,
    OptionalDouble equivalence) {
  /** From how many conversations on their signs are flipped. */
  static final int FLIPPED = 6;

  private static final double LEVEL = 0.95;

  /**
   * Tests one slice.
   *
   * @param slice its name
   * @param total whether it sums several categories up
   * @param pairs at least one
   * @param bound the largest difference that would not matter; null where none was given
   */
  static PairedTest of(String slice, boolean total, List<Pair> pairs, @Nullable Double bound) {
    var paired = pairs.stream().map(Pair::paired).toList();
    boolean binary = paired.stream().allMatch(p -> right(p.first()) && right(p.second()));
    double run = mean(paired.stream().mapToDouble(Paired::first));
    double baseline = mean(paired.stream().mapToDouble(Paired::second));
    var differences = paired.stream().map(Paired::clustered).toList();
    var difference = ClusteredMean.micro(differences).orElseThrow();
    int conversations = difference.clusters();
    return new PairedTest(
        slice,
        total,
        paired.size(),
        conversations,
        run - baseline,
        difference.differenceInterval(LEVEL),
        difference.differenceTest(),
        conversations < FLIPPED ? null : SignFlipTest.STANDARD.perConversation(paired),
        binary ? McNemar.of(paired).exact() : SignFlipTest.STANDARD.perQuestion(paired),
        binary ? OptionalDouble.of(EffectSize.cohensH(run, baseline)) : EffectSize.pairedD(paired),
        binary ? "cohens-h" : "paired-d",
        difference.detectable(LEVEL, 0.8),
        bound == null ? OptionalDouble.empty() : difference.equivalence(bound));
  }

  private static double mean(DoubleStream values) {
    return values.average().orElseThrow();
  }

  private static boolean right(double value) {
    return value == 0 || value == 1;
  }
}
