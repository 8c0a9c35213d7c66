package dev.locomo.core.metric;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The longest common subsequence of two lists of words. */
final class LongestCommon {
  /** Which of several longest subsequences is read out, from the end backwards. */
  enum Tie {
    /** Where dropping either side's last word is as good, the first side's goes. */
    DROP_FIRST,
    /** There the second side's goes. */
    DROP_SECOND
  }

  private LongestCommon() {}

  /** Its length; one row of the table at a time. */
  static int length(List<String> first, List<String> second) {
    var numbers = new HashMap<String, Integer>();
    int[] b = numbered(second, numbers);
    int[] row = new int[b.length + 1];
    for (int word : numbered(first, numbers)) {
      next(row, word, b, null, Tie.DROP_FIRST);
    }
    return row[b.length];
  }

  /** Where its words are in the first list. */
  static BitSet positions(List<String> first, List<String> second, Tie tie) {
    var numbers = new HashMap<String, Integer>();
    int[] b = numbered(second, numbers);
    int[] a = numbered(first, numbers);
    int[] row = new int[b.length + 1];
    var dropSecond = new BitSet[a.length];
    for (int i = 0; i < a.length; i++) {
      dropSecond[i] = new BitSet(b.length);
      next(row, a[i], b, dropSecond[i], tie);
    }
    var positions = new BitSet();
    for (int i = a.length - 1, j = b.length - 1; i >= 0 && j >= 0; ) {
      if (a[i] == b[j]) {
        positions.set(i--);
        j--;
      } else if (dropSecond[i].get(j)) {
        j--;
      } else {
        i--;
      }
    }
    return positions;
  }

  /** Turns a row of the table into the next one, noting the way back. */
  private static void next(int[] row, int word, int[] b, @Nullable BitSet dropSecond, Tie tie) {
    int diagonal = 0;
    for (int j = 1; j < row.length; j++) {
      int above = row[j];
      int left = row[j - 1];
      if (dropSecond != null && (tie == Tie.DROP_FIRST ? left > above : left >= above)) {
        dropSecond.set(j - 1);
      }
      row[j] = word == b[j - 1] ? diagonal + 1 : Math.max(above, left);
      diagonal = above;
    }
  }

  /** Equal words become equal numbers, which compare faster. */
  private static int[] numbered(List<String> words, Map<String, Integer> numbers) {
    int[] ids = new int[words.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = numbers.computeIfAbsent(words.get(i), w -> numbers.size());
    }
    return ids;
  }
}
