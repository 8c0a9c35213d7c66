package dev.locomo.rag.retrieve;

import dev.locomo.rag.passage.Corpus;

/**
 * Lets a passage share in the scores of its neighbours in the session: an answer often stands a
 * turn after the words that the question repeats, and the other way round.
 *
 * @param earlier share of the passage before; half of it for the one before that
 * @param later share of the passage after; half of it for the one after that
 */
record NeighbourHelp(double earlier, double later) {
  private static final int REACH = 2;

  /** The scores with the neighbours' shares added. */
  double[] applied(Corpus corpus, double[] scores) {
    double[] helped = scores.clone();
    for (int i = 0; i < scores.length; i++) {
      double share = 1;
      for (int distance = 1; distance <= REACH; distance++, share /= 2) {
        helped[i] += share * earlier * neighbour(corpus, scores, i, i - distance);
        helped[i] += share * later * neighbour(corpus, scores, i, i + distance);
      }
    }
    return helped;
  }

  private static double neighbour(Corpus corpus, double[] scores, int of, int at) {
    return at >= 0
            && at < scores.length
            && corpus.passages().get(of).session() == corpus.passages().get(at).session()
        ? scores[at]
        : 0;
  }

  @Override
  public String toString() {
    return earlier + "/" + later;
  }
}
