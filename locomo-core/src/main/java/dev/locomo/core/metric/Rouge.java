package dev.locomo.core.metric;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.text.PlainWords;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * ROUGE F1 between two texts, as Google's {@code rouge-score} computes it without and with its
 * stemmer; {@link PltrdyRouge} is the other common package.
 *
 * <p>Words are {@link PlainWords}. ROUGE-N compares the bags of runs of N words; ROUGE-L takes the
 * longest common subsequence of the whole texts; ROUGE-Lsum takes each line as a sentence, and of
 * each reference sentence the union of its longest common subsequences with all candidate
 * sentences, no word counted more often than it occurs. <b>Value</b> in [0, 1], higher is better.
 * <b>No words, or for ROUGE-2 a single word, on either side</b>: 0. <b>Unanswerable question</b>:
 * no value. <b>Source</b> C.-Y. Lin, ROUGE, ACL 2004 workshop Text Summarization Branches Out,
 * sections 2 and 3; {@code rouge_score.rouge_scorer} 0.1.2. What LoCoMo's code calls ROUGE-L is
 * {@link WordMatch#STEMMED_ROUGE_1}.
 */
public enum Rouge implements TextMetric {
  /** Words. */
  ROUGE_1(Unit.WORDS, false),
  /** Pairs of neighbouring words. */
  ROUGE_2(Unit.PAIRS, false),
  /** Longest common subsequence. */
  ROUGE_L(Unit.SUBSEQUENCE, false),
  /** Longest common subsequences, line by line. */
  ROUGE_LSUM(Unit.LINES, false),
  /** Stemmed words. */
  ROUGE_1_STEMMED(Unit.WORDS, true),
  /** Pairs of neighbouring stemmed words. */
  ROUGE_2_STEMMED(Unit.PAIRS, true),
  /** Longest common subsequence of stemmed words. */
  ROUGE_L_STEMMED(Unit.SUBSEQUENCE, true),
  /** Longest common subsequences of stemmed words, line by line. */
  ROUGE_LSUM_STEMMED(Unit.LINES, true);

  private enum Unit {
    WORDS("1", "common words"),
    PAIRS("2", "common word pairs"),
    SUBSEQUENCE("l", "the longest common subsequence of words"),
    LINES("lsum", "the longest common subsequences of words, line by line");

    private final String id;
    private final String what;

    Unit(String id, String what) {
      this.id = id;
      this.what = what;
    }
  }

  private final Unit unit;
  private final boolean stemmed;

  Rouge(Unit unit, boolean stemmed) {
    this.unit = unit;
    this.stemmed = stemmed;
  }

  @Override
  public Compares compares(Question question) {
    return stemmed ? Compares.STEMS : Compares.WORDS;
  }

  @Override
  public String id() {
    return "rouge-" + unit.id + (stemmed ? "-google-stemmed" : "");
  }

  @Override
  public String summary() {
    return "F1 of " + unit.what + (stemmed ? ", stemmed" : "");
  }

  @Override
  public Score.Scored compare(String candidate, String reference) {
    Function<String, List<String>> words = stemmed ? PlainWords::stemmed : PlainWords::of;
    var overlap =
        unit == Unit.LINES
            ? byLine(lines(candidate, words), lines(reference, words))
            : overlap(words.apply(candidate), words.apply(reference));
    return overlap.scoredF1("units");
  }

  private Overlap overlap(List<String> candidate, List<String> reference) {
    return switch (unit) {
      case WORDS -> Overlap.of(candidate, reference);
      case PAIRS -> Overlap.of(Overlap.runs(candidate, 2), Overlap.runs(reference, 2));
      default ->
          new Overlap(
              LongestCommon.length(candidate, reference), candidate.size(), reference.size());
    };
  }

  private static List<List<String>> lines(String text, Function<String, List<String>> words) {
    var lines = new ArrayList<List<String>>();
    for (String line : text.split("\n")) {
      lines.add(words.apply(line));
    }
    return lines;
  }

  private static Overlap byLine(List<List<String>> candidate, List<List<String>> reference) {
    var left = counts(candidate);
    int hits = 0;
    for (var line : reference) {
      var common = new BitSet();
      candidate.forEach(
          c -> common.or(LongestCommon.positions(line, c, LongestCommon.Tie.DROP_FIRST)));
      for (int i = common.nextSetBit(0); i >= 0; i = common.nextSetBit(i + 1)) {
        hits += left.merge(line.get(i), -1, Integer::sum) >= 0 ? 1 : 0;
      }
    }
    return new Overlap(hits, size(candidate), size(reference));
  }

  private static Map<String, Integer> counts(List<List<String>> lines) {
    var counts = new HashMap<String, Integer>();
    lines.forEach(line -> line.forEach(word -> counts.merge(word, 1, Integer::sum)));
    return counts;
  }

  private static int size(List<List<String>> lines) {
    return lines.stream().mapToInt(List::size).sum();
  }

  /** The longest common subsequence of two lists of words. */
  static final class LongestCommon {
    /** Which of several longest subsequences is read out, from the end backwards. */
    enum Tie {
      /** Where dropping either side's last word is as good, the first side's goes. */
      DROP_FIRST,
      /** Where dropping either side's last word is as good, the second side's goes. */
      DROP_SECOND
    }

    private final int[] second;
    private final int[] row;
    private final Tie tie;

    private LongestCommon(int[] second, Tie tie) {
      this.second = second;
      this.row = new int[second.length + 1];
      this.tie = tie;
    }

    /** Its length; one row of the table at a time. */
    static int length(List<String> first, List<String> second) {
      var numbers = new HashMap<String, Integer>();
      var table = new LongestCommon(numbered(second, numbers), Tie.DROP_FIRST);
      for (int word : numbered(first, numbers)) {
        table.next(word, null);
      }
      return table.row[second.size()];
    }

    /** Where its words are in the first list. */
    static BitSet positions(List<String> first, List<String> second, Tie tie) {
      var numbers = new HashMap<String, Integer>();
      int[] b = numbered(second, numbers);
      int[] a = numbered(first, numbers);
      var table = new LongestCommon(b, tie);
      var dropSecond = new BitSet[a.length];
      for (int i = 0; i < a.length; i++) {
        dropSecond[i] = new BitSet(b.length);
        table.next(a[i], dropSecond[i]);
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

    /** Turns the row of the table into that of the next word, noting the way back. */
    private void next(int word, @Nullable BitSet dropSecond) {
      int diagonal = 0;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int left = row[j - 1];
        if (dropSecond != null && (tie == Tie.DROP_FIRST ? left > above : left >= above)) {
          dropSecond.set(j - 1);
        }
        row[j] = word == second[j - 1] ? diagonal + 1 : Math.max(above, left);
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
}
