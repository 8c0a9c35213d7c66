package dev.locomo.rag.retrieve;

import dev.locomo.rag.passage.Corpus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;

/** Ranks a whole corpus by a scorer. */
record RankedByScore(Corpus corpus, Scorer scorer) implements Retriever {
  /** Bounds the memory that many queries over a large corpus take; a conversation's are one lot. */
  private static final int SCORES_AT_ONCE = 8_000_000;

  /** Gives every passage of its corpus a score; higher is better, never NaN. */
  @FunctionalInterface
  interface Scorer {
    /** One row a query, one number a passage. */
    List<double[]> scores(List<Query> queries);
  }

  @Override
  public List<List<Hit>> retrieve(List<Query> queries, int k) {
    Retriever.check(k);
    int together = Math.max(1, SCORES_AT_ONCE / corpus.passages().size());
    return queries.stream()
        .gather(Gatherers.windowFixed(together))
        .flatMap(some -> scorer.scores(some).parallelStream().map(scores -> best(scores, k)))
        .toList();
  }

  /**
   * Most passages are compared once, with the worst of the best so far. Those that are better are
   * collected, and put in order when there are twice as many as wanted.
   */
  private List<Hit> best(double[] scores, int k) {
    int wanted = Math.min(k, scores.length);
    long places = Math.max(1, Integer.highestOneBit(scores.length) * 2L - 1);
    var kept = new Ordered(scores, places, new long[(int) Math.min(scores.length, 2L * wanted)]);
    int size = 0;
    int worst = -1;
    for (int i = 0; i < scores.length && wanted > 0; i++) {
      if (worst < 0 || scores[i] > scores[worst]) {
        kept.put(size++, i);
        if (size == kept.keys.length) {
          kept.sort(size);
          size = wanted;
          worst = kept.position(wanted - 1);
        }
      }
    }
    kept.sort(size);
    return IntStream.range(0, wanted)
        .map(kept::position)
        .mapToObj(i -> new Hit(i, corpus.passages().get(i), scores[i]))
        .toList();
  }

  /**
   * Positions of passages, best first. Each is a number that can be sorted as it is: the first bits
   * of its score, the highest score lowest, then the position in the low bits. What the bits of a
   * score that found no place would change is put right afterwards.
   *
   * @param places the bits of a key that are a position
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ordered(double[] scores, long places, long[] keys) {
    void put(int at, int position) {
      long bits = Double.doubleToLongBits(scores[position]);
      long rising = bits ^ ((bits >> 63) & Long.MAX_VALUE);
      keys[at] = (~rising & ~places) | position;
    }

    int position(int at) {
      return (int) (keys[at] & places);
    }

    void sort(int size) {
      Arrays.sort(keys, 0, size);
      for (int i = 1; i < size; i++) {
        long moved = keys[i];
        int at = i;
        for (; at > 0 && worse(position(at - 1), (int) (moved & places)); at--) {
          keys[at] = keys[at - 1];
        }
        keys[at] = moved;
      }
    }

    /** Of two with the same score the later one is the worse. */
    private boolean worse(int one, int other) {
      int order = Double.compare(scores[one], scores[other]);
      return order == 0 ? one > other : order < 0;
    }
  }
}
