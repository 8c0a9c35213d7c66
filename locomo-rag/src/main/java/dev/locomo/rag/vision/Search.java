package dev.locomo.rag.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds a likely text for each image, token by token. */
interface Search {
  /**
   * When and how to search.
   *
   * @param longest most tokens of a text, the prompt's included
   * @param beams 1 for greedy search
   * @param lengthPenalty power of the length that a beam's score is divided by
   * @param end the token that ends a text
   */
  record Settings(int longest, int beams, double lengthPenalty, long end) {}

  /** Gives the logarithm of each token's probability. */
  interface Scorer {
    /**
     * Reads the prompt once for each image; from the next step on there are {@code beams} rows for
     * each.
     *
     * @return a row an image
     */
    float[][] begin(long[] prompt, int images, int beams);

    /**
     * Reads one more token a row.
     *
     * @param parents the row that each row goes on from
     */
    float[][] next(long[] tokens, int[] parents);
  }

  /**
   * Takes the scores of this text's rows (at the first step, of one row) and decides.
   *
   * @return whether the search goes on
   */
  boolean step(float[][] logs);

  /** The last token of each row. */
  long[] tokens();

  /** The row, of this text's, that each row goes on from. */
  int[] parents();

  /** The best text, prompt included, end token excluded. */
  long[] best();

  private static Search of(long[] prompt, Settings settings) {
    return settings.beams == 1
        ? new GreedySearch(prompt, settings)
        : new BeamSearch(prompt, settings);
  }

  /** Runs a search for each image, all of them in step. */
  static List<long[]> run(Scorer scorer, int images, long[] prompt, Settings settings) {
    var searches = new ArrayList<Search>();
    for (int i = 0; i < images; i++) {
      searches.add(of(prompt, settings));
    }
    int beams = settings.beams;
    boolean[] open = new boolean[images];
    Arrays.fill(open, prompt.length < settings.longest);
    float[][] logs = any(open) ? scorer.begin(prompt, images, beams) : new float[0][];
    for (int each = 1; any(open); each = beams) {
      for (int i = 0; i < images; i++) {
        open[i] =
            open[i] && searches.get(i).step(Arrays.copyOfRange(logs, i * each, (i + 1) * each));
      }
      if (any(open)) {
        logs = scorer.next(tokens(searches, beams), parents(searches, beams));
      }
    }
    return searches.stream().map(Search::best).toList();
  }

  private static boolean any(boolean[] open) {
    for (boolean one : open) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  private static long[] tokens(List<Search> searches, int beams) {
    long[] tokens = new long[searches.size() * beams];
    for (int i = 0; i < searches.size(); i++) {
      System.arraycopy(searches.get(i).tokens(), 0, tokens, i * beams, beams);
    }
    return tokens;
  }

  private static int[] parents(List<Search> searches, int beams) {
    int[] parents = new int[searches.size() * beams];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i / beams * beams + searches.get(i / beams).parents()[i % beams];
    }
    return parents;
  }
}
