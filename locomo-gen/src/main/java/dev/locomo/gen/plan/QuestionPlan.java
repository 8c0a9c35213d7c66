package dev.locomo.gen.plan;

import dev.locomo.core.error.UserError;

/**
 * Which questions are wanted.
 *
 * @param perKind proposals of each of the five kinds; 0 for no questions
 * @param verified whether each is proven by asking it of its evidence and of other texts
 * @param threshold token F1 from which an answer agrees with the proposed one, from above 0 to 1
 */
public record QuestionPlan(int perKind, boolean verified, double threshold) {
  /** None. */
  public static final QuestionPlan NONE = new QuestionPlan(0, true, 0.5);

  private static final int MOST = 1000;

  /**
   * @throws UserError when a number is out of range
   */
  public QuestionPlan {
    if (perKind < 0 || perKind > MOST) {
      throw new UserError("--qa is " + perKind + ", must be from 0 to " + MOST, "");
    }
    if (!(threshold > 0 && threshold <= 1)) {
      throw new UserError("--qa-threshold is " + threshold + ", must be above 0 and at most 1", "");
    }
  }
}
