package dev.locomo.core.metric.text;

import dev.locomo.core.python.PythonText;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of ROUGE and BLEU: maximal runs of {@code a-z} and {@code 0-9} after lower-casing, no
 * stemming unless asked for. Letters outside ASCII separate words. Source: {@code
 * rouge_score.tokenize} of Google's rouge-score package without and with its stemmer.
 */
public final class PlainWords {
  private PlainWords() {}

  /** The words in order; may be empty. */
  public static List<String> of(String text) {
    String lower = PythonText.lower(text);
    var words = new ArrayList<String>();
    for (int i = 0; i < lower.length(); ) {
      int end = i;
      while (end < lower.length() && isPlain(lower.charAt(end))) {
        end++;
      }
      if (end > i) {
        words.add(lower.substring(i, end));
      }
      i = end + 1;
    }
    return words;
  }

  /** The words, those of more than three characters Porter-stemmed. */
  public static List<String> stemmed(String text) {
    return of(text).stream().map(w -> w.length() > 3 ? PorterStemmer.stem(w) : w).toList();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
