package dev.locomo.core.metric.text;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.profile.BenchmarkProfile.Comparison;
import dev.locomo.core.profile.Category;
import dev.locomo.core.python.Numpy;
import dev.locomo.core.python.PythonNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The original's rounding of scores to three digits. It has two rules: multi-hop scores are numpy
 * numbers, all others Python's, and 0.2875 becomes 0.288 by the first and 0.287 by the second.
 */
public final class ReferenceRounding {
  private static final int DIGITS = 3;

  private ReferenceRounding() {}

  /**
   * A {@code token-f1} score as the original stores it. A zero without overlap and an adversarial
   * score are Python integers.
   *
   * @param f1 in [0, 1], unrounded
   */
  public static PythonNumber f1(Category category, double f1) {
    if (category.unanswerable()) {
      return new PythonNumber(f1, true);
    }
    return category.comparison() == Comparison.PARTS
        ? new PythonNumber(Numpy.round3(f1), false)
        : new PythonNumber(PythonNumber.round(f1, DIGITS), f1 == 0);
  }

  /**
   * A {@code evidence-recall-reference} score as the original stores it; an integer 1 where there
   * was nothing to look up.
   *
   * @param context ids of what the reader was shown, or null when that is not known
   * @param recall in [0, 1], unrounded
   */
  public static PythonNumber recall(
      Question question, @Nullable List<String> context, double recall) {
    boolean nothing = context == null || question.evidence().isEmpty();
    return new PythonNumber(PythonNumber.round(recall, DIGITS), nothing);
  }
}
