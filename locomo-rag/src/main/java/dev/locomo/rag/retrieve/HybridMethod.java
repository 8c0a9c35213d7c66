package dev.locomo.rag.retrieve;

import dev.locomo.rag.index.Bm25;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.FusionMethod.VectorMethod;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Words and vectors fused, version 1: {@code hybrid@1}, for results made with it ({@link
 * FusionMethod} is the default). Each of the two scores is helped by its neighbours in the session
 * (turns only: observations and summaries stand for themselves), standardised over the corpus to
 * mean 0 and deviation 1, and added; a passage of a day that the question names gets up to {@link
 * #DATES} on top.
 *
 * <p>Standardised scores are added rather than reciprocal ranks because most turns share no word
 * with a question: their ranks say nothing, their equal scores do. The constants were chosen on
 * conversations conv-26, -30, -41, -42 and -43 of the published data alone.
 *
 * @param dense the encoder's half; closed together with this
 */
record HybridMethod(VectorMethod dense) implements RetrievalMethod {
  private static final NeighbourHelp WORDS = new NeighbourHelp(0.6, 0.4);
  private static final NeighbourHelp VECTORS = new NeighbourHelp(0.2, 0.2);
  private static final NeighbourHelp NONE = new NeighbourHelp(0, 0);

  /** The most that a named date can add, in deviations. */
  private static final double DATES = 4;

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

  @Override
  public String id() {
    return "hybrid(%s,%s,neighbours=%s+%s,dates=%s/%sd)"
        .formatted(Bm25.ID, dense.id(), WORDS, VECTORS, DATES, DateScorer.FADING_DAYS);
  }

  @Override
  public Retriever over(Corpus corpus) {
    var index = dense.index(corpus);
    var words = Bm25Method.scorer(corpus, index);
    var vectors = dense.scorer(corpus, index);
    var dates = new DateScorer(corpus);
    boolean turns = corpus.database() == Database.DIALOG;
    return new RankedByScore(
        corpus,
        queries ->
            sum(
                part(corpus, turns ? WORDS : NONE, words.scores(queries)),
                part(corpus, turns ? VECTORS : NONE, vectors.scores(queries)),
                dates.scores(queries)));
  }

  private static List<double[]> part(Corpus corpus, NeighbourHelp help, List<double[]> scores) {
    return scores.stream().map(s -> FusionFeatures.standardised(help.applied(corpus, s))).toList();
  }

  private static List<double[]> sum(
      List<double[]> words, List<double[]> vectors, List<double[]> dates) {
    return IntStream.range(0, words.size())
        .mapToObj(q -> {
          double[] sum = new double[words.get(q).length];
          Arrays.setAll(sum, i -> words.get(q)[i] + vectors.get(q)[i] + DATES * dates.get(q)[i]);
          return sum;
        })
        .toList();
  }

  @Override
  public void close() {
    dense.close();
  }
}
