package dev.locomo.rag.index;

import dev.locomo.rag.index.Bm25.Variant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What words say about a passage at three ranges: how much of the question the passage itself has,
 * how well the passage with its neighbours matches, and how well its whole session does. All three
 * come from one count of words.
 *
 * <p><b>Source</b> BM25 as in {@link Bm25}; passages scored with the text round them as in Kaszkiel
 * and Zobel, "Effective ranking with arbitrary passages" (JASIST 2001).
 */
public final class WordEvidence {
  /** Passages on each side, of the same session, that belong to a neighbourhood. */
  public static final int REACH = 2;

  private final WordCounts counts;
  private final int[] groups;
  private final int size;
  private final Documents near;
  private final Documents whole;

  /**
   * Documents made of passages.
   *
   * @param of the document of each passage
   * @param lengths in words
   */
  private record Documents(int[] of, int[] lengths, double mean) {
    static Documents of(int[] of, int[] lengths) {
      return new Documents(of, lengths, Arrays.stream(lengths).average().orElse(0));
    }

    /** Adds to each passage what a term that its document has is worth. */
    void add(int[] found, int times, double[] scores) {
      int with = (int) Arrays.stream(found).filter(n -> n > 0).count();
      double idf = Variant.LONGER.idf(lengths.length, with);
      for (int i = 0; i < scores.length; i++) {
        int count = found[of[i]];
        if (count > 0) {
          scores[i] += times * Variant.LONGER.share(count, lengths[of[i]], mean, idf);
        }
      }
    }
  }

  /**
   * What was found for one question, a number a passage.
   *
   * @param share of the question's words, weighted by idf, that the passage has; in [0, 1], 0 for a
   *     question without words
   * @param near BM25 of the passage with {@link #REACH} neighbours on each side as one document
   * @param session BM25 of its session as one document
   */
  public record Scores(double[] share, double[] near, double[] session) {}

  /**
   * @param sessions the session of each passage; those of one session stand together
   */
  public WordEvidence(WordCounts counts, int[] sessions) {
    this.counts = counts;
    size = sessions.length;
    groups = new int[size];
    for (int i = 1; i < size; i++) {
      groups[i] = groups[i - 1] + (sessions[i] == sessions[i - 1] ? 0 : 1);
    }
    int[] passage = new int[size];
    Arrays.setAll(passage, i -> i);
    int[] around = new int[size];
    int[] together = new int[size == 0 ? 0 : groups[size - 1] + 1];
    int[] lengths = counts.lengths();
    for (int i = 0; i < size; i++) {
      spread(i, lengths[i], around);
      together[groups[i]] += lengths[i];
    }
    near = Documents.of(passage, around);
    whole = Documents.of(groups, together);
  }

  private void spread(int from, int amount, int[] to) {
    for (int i = Math.max(0, from - REACH); i <= Math.min(size - 1, from + REACH); i++) {
      if (groups[i] == groups[from]) {
        to[i] += amount;
      }
    }
  }

  /** The scores of every passage for a question. */
  public Scores of(String question) {
    Map<String, Integer> asked = new LinkedHashMap<>();
    Words.ANALYZER.of(question).forEach(term -> asked.merge(term, 1, Integer::sum));
    var scores = new Scores(new double[size], new double[size], new double[size]);
    double all = 0;
    for (var term : asked.entrySet()) {
      all += add(term.getKey(), term.getValue(), scores);
    }
    for (int i = 0; i < size && all > 0; i++) {
      scores.share[i] /= all;
    }
    return scores;
  }

  /** Adds what one term says; what it is worth is the answer. */
  private double add(String term, int times, Scores scores) {
    boolean[] own = new boolean[size];
    int[] around = new int[size];
    int[] together = new int[whole.lengths.length];
    int[] with = new int[1];
    counts.each(
        term,
        (i, count) -> {
          own[i] = true;
          with[0]++;
          spread(i, count, around);
          together[groups[i]] += count;
        });
    double idf = Variant.PASSAGES.idf(size, with[0]);
    for (int i = 0; i < size && with[0] > 0; i++) {
      scores.share[i] += own[i] ? idf : 0;
    }
    if (with[0] > 0) {
      near.add(around, times, scores.near);
      whole.add(together, times, scores.session);
    }
    return idf;
  }
}
