package dev.locomo.core.metric.text;

import dev.locomo.core.python.PythonText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The words of sacrebleu: its tokenizer {@code 13a}, after the script {@code mteval-v13a.pl} of
 * NIST. Four HTML entities are read, ASCII punctuation is cut off - full stop and comma not between
 * digits, the hyphen only after a digit - and the rest is split at blanks; case stays.
 */
public final class MtevalWords {
  private static final Pattern PUNCTUATION = Pattern.compile("([{-~\\[-` -\\&(-+:-@/])");
  private static final Pattern STOP_AFTER_OTHER = Pattern.compile("([^0-9])([.,])");
  private static final Pattern STOP_BEFORE_OTHER = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH = Pattern.compile("([0-9])(-)");

  private MtevalWords() {}

  /** The words in order; may be empty. */
  public static List<String> of(String text) {
    String line = " " + entities(withoutBlankEnd(text)) + " ";
    line = PUNCTUATION.matcher(line).replaceAll(" $1 ");
    line = STOP_AFTER_OTHER.matcher(line).replaceAll("$1 $2 ");
    line = STOP_BEFORE_OTHER.matcher(line).replaceAll(" $1 $2");
    line = DASH.matcher(line).replaceAll("$1 $2 ");
    return PythonText.split(line);
  }

  private static String entities(String text) {
    return text.replace("<skipped>", "")
        .replace("-\n", "")
        .replace('\n', ' ')
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
  }

  private static String withoutBlankEnd(String text) {
    int end = text.length();
    while (end > 0 && PythonText.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
