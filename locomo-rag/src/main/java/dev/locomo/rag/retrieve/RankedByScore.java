package dev.locomo.rag.retrieve;

import dev.locomo.rag.passage.Corpus;
import java.util.ArrayList;
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
        .flatMap(some -> scorer.scores(some).stream().map(scores -> best(scores, k)))
        .toList();
  }

  /** The worst kept so far is on top of a heap, so that most passages are compared once. */
  private List<Hit> best(double[] scores, int k) {
    int[] kept = IntStream.range(0, Math.min(k, scores.length)).toArray();
    for (int at = kept.length / 2 - 1; at >= 0; at--) {
      sift(kept, at, kept.length, scores);
    }
    for (int i = kept.length; i < scores.length && k > 0; i++) {
      if (scores[i] > scores[kept[0]]) {
        kept[0] = i;
        sift(kept, 0, kept.length, scores);
      }
    }
    var hits = new ArrayList<Hit>(kept.length);
    for (int size = kept.length; size > 0; size--) {
      hits.add(new Hit(kept[0], corpus.passages().get(kept[0]), scores[kept[0]]));
      kept[0] = kept[size - 1];
      sift(kept, 0, size - 1, scores);
    }
    return List.copyOf(hits.reversed());
  }

  /** Moves what is at a place down, below all that is worse. */
  private static void sift(int[] heap, int from, int size, double[] scores) {
    int moved = heap[from];
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && worse(heap[child + 1], heap[child], scores)) {
        child++;
      }
      if (!worse(heap[child], moved, scores)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  }

  /** Of two with the same score the later one is the worse. */
  private static boolean worse(int one, int other, double[] scores) {
    int order = Double.compare(scores[one], scores[other]);
    return order == 0 ? one > other : order < 0;
  }
}
