package dev.locomo.core.metric.text;

import dev.locomo.core.python.PythonText;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of an answer as the original compares them: commas go, case goes, the 32 ASCII
 * punctuation characters go (nothing takes their place: {@code well-known} is {@code wellknown}),
 * and the whole words <i>a</i>, <i>an</i>, <i>the</i> and also <i>and</i> go. Other punctuation
 * stays. Source: {@code normalize_answer} in {@code task_eval/evaluation.py}.
 */
public final class AnswerNormalizer {
  private AnswerNormalizer() {}

  /** The words joined by single spaces; of an empty answer the empty string. */
  public static String normalize(String answer) {
    return String.join(" ", words(answer));
  }

  /** The words in order; may be empty. */
  public static List<String> words(String answer) {
    return PythonText.split(withoutArticles(withoutPunctuation(answer)));
  }

  /** The words in order, each stemmed; may be empty. */
  public static List<String> stems(String answer) {
    var words = words(answer);
    var stems = new ArrayList<String>(words.size());
    for (String word : words) {
      stems.add(PorterStemmer.stem(word));
    }
    return stems;
  }

  /** Commas go before lower-casing because a final sigma looks past full stops but not commas. */
  private static String withoutPunctuation(String answer) {
    String lower = PythonText.lower(answer.replace(",", ""));
    var out = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (!isAsciiPunctuation(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isAsciiPunctuation(char c) {
    return (c >= '!' && c <= '/')
        || (c >= ':' && c <= '@')
        || (c >= '[' && c <= '`')
        || (c >= '{' && c <= '~');
  }

  private static String withoutArticles(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int end = endOfWord(text, i);
      if (end == i) {
        end = i + Character.charCount(text.codePointAt(i));
        out.append(text, i, end);
      } else if (isArticle(text, i, end)) {
        out.append(' ');
      } else {
        out.append(text, i, end);
      }
      i = end;
    }
    return out.toString();
  }

  private static int endOfWord(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!PythonText.isWord(c)) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static boolean isArticle(String text, int from, int to) {
    return switch (to - from) {
      case 1 -> text.charAt(from) == 'a';
      case 2 -> text.startsWith("an", from);
      case 3 -> text.startsWith("the", from) || text.startsWith("and", from);
      default -> false;
    };
  }
}
