package dev.locomo.rag.retrieve;

import dev.locomo.rag.passage.Corpus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Gatherers;

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

  private List<Hit> best(double[] scores, int k) {
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingDouble(i -> scores[i])
            .thenComparing(Comparator.reverseOrder());
    var kept = new PriorityQueue<Integer>(worstFirst);
    for (int i = 0; i < scores.length && k > 0; i++) {
      if (kept.size() < k) {
        kept.add(i);
      } else if (scores[i] > scores[kept.element()]) {
        kept.remove();
        kept.add(i);
      }
    }
    var positions = new ArrayList<>(kept);
    positions.sort(Collections.reverseOrder(worstFirst));
    return positions.stream().map(i -> new Hit(i, corpus.passages().get(i), scores[i])).toList();
  }
}
