package dev.locomo.rag.embed;

import java.util.List;

/** Says how well passages answer queries, reading both together. */
public interface PairScorer extends AutoCloseable {
  /** What is read together. */
  record Pair(String query, String passage) {}

  /** Everything that determines the scores; equal ids promise equal scores. */
  String id();

  /**
   * One finite number a pair, in the order given; higher is better. The score of a pair does not
   * depend on the pairs beside it.
   */
  List<Double> scores(List<Pair> pairs);

  @Override
  void close();
}
