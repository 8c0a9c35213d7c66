package dev.locomo.eval.compare;

import dev.locomo.eval.stats.PValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A test with the p value that decides.
 *
 * <p>The test by conversation decides where it could become significant at all in a family of this
 * size; with few conversations it cannot (five give no p below 1/16), and the test by question
 * decides, which is silent about other conversations.
 *
 * @param test the test
 * @param decisive which of its p values decides, as the test gave it
 * @param adjusted the same after Holm's correction over its family
 */
public record Verdict(PairedTest test, PValue decisive, PValue adjusted) {
  /** The level of every test. */
  public static final double ALPHA = 0.05;

  /** What a verdict says of the run. */
  public enum Finding {
    BETTER,
    WORSE,
    NO_DIFFERENCE;

    /** For reports, for example {@code no difference}. */
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
    var decisive = family.stream().map(test -> decisive(test, family.size())).toList();
    var adjusted = PValue.holm(decisive);
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < family.size(); i++) {
      verdicts.add(new Verdict(family.get(i), decisive.get(i), adjusted.get(i)));
    }
    return verdicts;
  }

  private static PValue decisive(PairedTest test, int familySize) {
    return test.smallestByConversation() * familySize < ALPHA
        ? test.byConversation()
        : test.byQuestion();
  }

  /** Better or worse than the baseline at the level of {@value #ALPHA}, or neither. */
  public Finding finding() {
    if (adjusted.p() >= ALPHA || test.difference() == 0) {
      return Finding.NO_DIFFERENCE;
    }
    return test.difference() > 0 ? Finding.BETTER : Finding.WORSE;
  }
}
