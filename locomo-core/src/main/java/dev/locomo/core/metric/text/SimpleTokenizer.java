package dev.locomo.core.metric.text;

import dev.locomo.core.python.PythonText;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens in which the original looks for an answer: text is decomposed (NFD), then cut into
 * maximal runs of letters, numbers and marks and single other characters that are neither
 * separators nor control characters, each lower-cased. Source: {@code SimpleTokenizer} in {@code
 * task_eval/evaluation.py}, which has it from DPR.
 */
public final class SimpleTokenizer {
  private static final int RUN_TYPES =
      1 << Character.UPPERCASE_LETTER
          | 1 << Character.LOWERCASE_LETTER
          | 1 << Character.TITLECASE_LETTER
          | 1 << Character.MODIFIER_LETTER
          | 1 << Character.OTHER_LETTER
          | 1 << Character.NON_SPACING_MARK
          | 1 << Character.COMBINING_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK
          | 1 << Character.DECIMAL_DIGIT_NUMBER
          | 1 << Character.LETTER_NUMBER
          | 1 << Character.OTHER_NUMBER;
  private static final int SKIPPED_TYPES =
      1 << Character.UNASSIGNED
          | 1 << Character.SPACE_SEPARATOR
          | 1 << Character.LINE_SEPARATOR
          | 1 << Character.PARAGRAPH_SEPARATOR
          | 1 << Character.CONTROL
          | 1 << Character.FORMAT
          | 1 << Character.PRIVATE_USE
          | 1 << Character.SURROGATE;

  private SimpleTokenizer() {}

  /** The tokens in order; of an empty text none. */
  public static List<String> tokens(String text) {
    String decomposed = PythonText.nfd(text);
    var tokens = new ArrayList<String>();
    for (int i = 0; i < decomposed.length(); ) {
      int c = decomposed.codePointAt(i);
      int end = Math.max(endOfRun(decomposed, i), i + Character.charCount(c));
      if (!is(c, SKIPPED_TYPES)) {
        tokens.add(PythonText.lower(decomposed.substring(i, end)));
      }
      i = end;
    }
    return tokens;
  }

  private static int endOfRun(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!is(c, RUN_TYPES)) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static boolean is(int c, int types) {
    int type = PythonText.isKnown(c) ? Character.getType(c) : Character.UNASSIGNED;
    return (types >> type & 1) != 0;
  }
}
