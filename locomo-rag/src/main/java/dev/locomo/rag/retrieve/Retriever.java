package dev.locomo.rag.retrieve;

import java.util.List;

/**
 * Finds the passages of one corpus that a query asks for.
 *
 * <ul>
 *   <li>At most {@code k} hits, best first, no passage twice.
 *   <li>Equal scores are ordered by position in the corpus, so a ranking is a pure function of
 *       corpus and query, and the first hits do not depend on {@code k}.
 *   <li>A {@code k} beyond the corpus gives the whole corpus; {@code k} of 0 nothing.
 *   <li>A query's hits do not depend on the queries beside it.
 * </ul>
 *
 * <p><b>How to add one</b>: implement {@link RankedByScore.Scorer} (or this), make it reachable by
 * name in {@link RetrievalMethods}, and subclass {@code RetrieverContract} in the tests.
 */
public interface Retriever {
  /**
   * The hits of each query, in the order of the queries.
   *
   * @throws IllegalArgumentException when {@code k} is negative
   */
  List<List<Hit>> retrieve(List<Query> queries, int k);

  /**
   * Whether a few hits cost far less than many, as those of a graph do: who needs many of some
   * queries alone then asks for those again.
   */
  default boolean isCheaperForFew() {
    return false;
  }

  /** Refuses a negative {@code k}. */
  static void check(int k) {
    if (k < 0) {
      throw new IllegalArgumentException("k is " + k + ", must be at least 0");
    }
  }

  /** The hits of one query. */
  default List<Hit> retrieve(Query query, int k) {
    return retrieve(List.of(query), k).getFirst();
  }
}
