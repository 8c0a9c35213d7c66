package dev.locomo.rag.index;

/** BM25 scores of all texts that are searched. */
@FunctionalInterface
public interface TextScores {
  /**
   * The score of every text, at least 0, higher is better; all 0 when the query shares no term. A
   * term counts as often as the query has it.
   */
  double[] scores(String query);
}
