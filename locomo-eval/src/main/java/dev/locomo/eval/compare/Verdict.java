package dev.locomo.eval.compare;

import dev.locomo.eval.stats.PValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A test with the p value that decides.
 *
 * <p>From {@value #ENOUGH} conversations on the sign-flip test over conversations decides. With
 * fewer it is too coarse (its smallest p value is {@code 2/2^n}), and the test of the interval
 * decides; within one conversation that is about this conversation only.
 *
 * @param test the test
 * @param decisive which of its p values decides, as the test gave it
 * @param adjusted the same after Holm's correction over its family
 */
public record Verdict(PairedTest test, PValue decisive, PValue adjusted) {
  /** The level of every test. */
  public static final double ALPHA = 0.05;

  private static final int ENOUGH = 10;

  /** What a verdict says of the run. */
  public enum Finding {
    BETTER,
    WORSE,
    /** Within the bound that was given. */
    EQUIVALENT,
    NOT_SHOWN;

    /** For reports, for example {@code not shown}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Judges one family of tests.
   *
   * @param family all tests that are made for the same purpose, of whichever runs
   * @return in the same order
   */
  static List<Verdict> of(List<PairedTest> family) {
    var decisive = family.stream().map(test -> decisive(test)).toList();
    var adjusted = PValue.holm(decisive);
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < family.size(); i++) {
      verdicts.add(new Verdict(family.get(i), decisive.get(i), adjusted.get(i)));
    }
    return verdicts;
  }

  private static PValue decisive(PairedTest test) {
    var flipped = test.byConversation();
    return flipped != null && test.conversations() >= ENOUGH ? flipped : test.byInterval();
  }

  /**
   * Better or worse than the baseline at the level of {@value #ALPHA}, else equivalent or not shown
   * to differ.
   */
  public Finding finding() {
    if (adjusted.p() >= ALPHA || test.difference() == 0) {
      boolean same = test.equivalence().orElse(1) < ALPHA;
      return same ? Finding.EQUIVALENT : Finding.NOT_SHOWN;
    }
    return test.difference() > 0 ? Finding.BETTER : Finding.WORSE;
  }
}
