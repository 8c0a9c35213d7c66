package dev.locomo.rag.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Finds a likely text for an image, token by token. */
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

  /** Runs a search for each image, all of them in step. */
  static List<long[]> run(
      BlipNetwork.Session session, int images, long[] prompt, Settings settings) {
    int beams = settings.beams;
    var searches = new ArrayList<Search>();
    for (int i = 0; i < images; i++) {
      searches.add(beams == 1 ? new Greedy(prompt, settings) : new BeamSearch(prompt, settings));
    }
    var open = new BitSet();
    open.set(0, prompt.length < settings.longest ? images : 0);
    float[][] logs = open.isEmpty() ? new float[0][] : session.begin(prompt, images, beams);
    for (int each = 1; !open.isEmpty(); each = beams) {
      for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
        open.set(i, searches.get(i).step(Arrays.copyOfRange(logs, i * each, (i + 1) * each)));
      }
      if (!open.isEmpty()) {
        logs = next(session, searches, beams);
      }
    }
    return searches.stream().map(Search::best).toList();
  }

  private static float[][] next(BlipNetwork.Session session, List<Search> searches, int beams) {
    long[] tokens = searches.stream().flatMapToLong(s -> Arrays.stream(s.tokens())).toArray();
    int[] parents = new int[tokens.length];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i / beams * beams + searches.get(i / beams).parents()[i % beams];
    }
    return session.next(tokens, parents);
  }

  /** Takes the likeliest token each time. */
  final class Greedy implements Search {
    private final Settings settings;
    private long[] text;

    Greedy(long[] prompt, Settings settings) {
      this.settings = settings;
      text = prompt.clone();
    }

    @Override
    public boolean step(float[][] logs) {
      int best = 0;
      for (int i = 1; i < logs[0].length; i++) {
        if (logs[0][i] > logs[0][best]) {
          best = i;
        }
      }
      if (best == settings.end) {
        return false;
      }
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = best;
      return text.length < settings.longest;
    }

    @Override
    public long[] tokens() {
      return new long[] {text[text.length - 1]};
    }

    @Override
    public int[] parents() {
      return new int[1];
    }

    @Override
    public long[] best() {
      return text;
    }
  }
}
