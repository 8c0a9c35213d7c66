package dev.locomo.core.metric;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.python.PythonText;

/** The gold text that answers are compared with. */
public final class GoldText {
  private GoldText() {}

  /**
   * The gold answer, or the lure of an adversarial question. Open-domain answers are cut at their
   * first semicolon: after it the published file gives reasons or a second wording, which the
   * original leaves out of every comparison.
   */
  public static String of(Question question) {
    String gold = question.referenceAnswer();
    int semicolon = question.category() == Category.OPEN_DOMAIN ? gold.indexOf(';') : -1;
    return semicolon < 0 ? gold : PythonText.strip(gold.substring(0, semicolon));
  }
}
