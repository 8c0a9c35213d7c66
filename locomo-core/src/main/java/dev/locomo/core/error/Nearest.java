package dev.locomo.core.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name may have meant. */
public final class Nearest {
  private static final int MOST = 3;

  /** What is longer is no name. */
  private static final int LONGEST = 100;

  private Nearest() {}

  /**
   * The nearest of the names, at most three, separated by commas.
   *
   * @param typed a name that is not known
   * @param known all that are
   * @param otherwise what to try where none is near
   */
  public static String of(String typed, Collection<String> known, String otherwise) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    if (wanted.length() > LONGEST) {
      return otherwise;
    }
    var near =
        known.stream()
            .filter(name -> distance(name, wanted) <= 1 + wanted.length() / 3)
            .sorted(
                Comparator.comparingInt((String name) -> distance(name, wanted))
                    .thenComparing(name -> name))
            .limit(MOST)
            .toList();
    return near.isEmpty() ? otherwise : String.join(", ", near);
  }

  /** A name that contains what was typed is as near as one with a letter changed. */
  private static int distance(String name, String wanted) {
    String lower = name.toLowerCase(Locale.ROOT);
    int distance = LevenshteinDistance.getDefaultInstance().apply(lower, wanted);
    return wanted.length() > 2 && lower.contains(wanted) ? Math.min(distance, 1) : distance;
  }
}
