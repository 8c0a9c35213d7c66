package dev.locomo.rag.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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

  /**
   * Keeps the likeliest beginnings, and the best of the texts that ended.
   *
   * <p>A text that ended counts only if it was among the likeliest {@code beams} continuations; its
   * score is the sum of the logarithms divided by a power of the number of its new tokens. The
   * search stops when the best open beginning, scored as if it ended now, is worse than the worst
   * text kept.
   *
   * <p><b>Source</b> transformers' {@code GenerationMixin._beam_search} with {@code
   * early_stopping=False}, in single precision like it.
   */
  static final class BeamSearch implements Search {
    /** Stands for minus infinity. */
    private static final float NEVER = -1e9f;

    private static final Comparator<Beam> LIKELIEST =
        Comparator.<Beam>comparingDouble(b -> -b.score).thenComparingInt(b -> b.rank);

    private final Settings settings;
    private final int promptLength;
    private List<Beam> open = new ArrayList<>();
    private final List<Beam> ended = new ArrayList<>();

    /** A text, the row that it goes on from, and what breaks ties. */
    private record Beam(long[] text, float score, int parent, int rank) {}

    BeamSearch(long[] prompt, Settings settings) {
      this.settings = settings;
      promptLength = prompt.length;
      open.add(new Beam(prompt.clone(), 0, 0, 0));
    }

    @Override
    public boolean step(float[][] logs) {
      List<Beam> candidates = candidates(logs);
      int length = open.getFirst().text.length + 1;
      boolean full = length >= settings.longest();
      float penalty = penalty(length);
      var next = new ArrayList<Beam>();
      for (Beam candidate : candidates) {
        boolean over = full || candidate.text[length - 1] == settings.end();
        if (over && candidate.rank < settings.beams()) {
          ended.add(
              new Beam(candidate.text, candidate.score / penalty, candidate.parent, ended.size()));
        }
        if (!over && next.size() < settings.beams()) {
          next.add(candidate);
        }
      }
      ended.sort(LIKELIEST);
      ended.subList(Math.min(ended.size(), settings.beams()), ended.size()).clear();
      boolean goesOn = !next.isEmpty();
      open = filled(goesOn ? next : new ArrayList<>(open));
      return goesOn && canImprove(penalty);
    }

    /** The likeliest {@code 2 * beams} continuations, ranked. */
    private List<Beam> candidates(float[][] logs) {
      record Candidate(float score, int row, int token) {}
      var worstFirst =
          Comparator.<Candidate>comparingDouble(Candidate::score)
              .thenComparing(Comparator.comparingInt(Candidate::row).reversed())
              .thenComparing(Comparator.comparingInt(Candidate::token).reversed());
      var kept = new PriorityQueue<Candidate>(worstFirst);
      for (int row = 0; row < logs.length; row++) {
        for (int token = 0; token < logs[row].length; token++) {
          float score = logs[row][token] + open.get(row).score;
          if (kept.size() < 2 * settings.beams()) {
            kept.add(new Candidate(score, row, token));
          } else if (score > kept.element().score) {
            kept.remove();
            kept.add(new Candidate(score, row, token));
          }
        }
      }
      var best = kept.stream().sorted(worstFirst.reversed()).toList();
      var beams = new ArrayList<Beam>();
      for (Candidate candidate : best) {
        long[] before = open.get(candidate.row).text;
        long[] text = Arrays.copyOf(before, before.length + 1);
        text[before.length] = candidate.token;
        beams.add(new Beam(text, candidate.score, candidate.row, beams.size()));
      }
      return beams;
    }

    /**
     * Rows without a beginning of their own repeat the first one, so that there are always as many.
     */
    private List<Beam> filled(List<Beam> beams) {
      Beam first = beams.getFirst();
      while (beams.size() < settings.beams()) {
        beams.add(new Beam(first.text, NEVER, first.parent, beams.size()));
      }
      return beams;
    }

    private boolean canImprove(float penalty) {
      float worst = ended.size() < settings.beams() ? NEVER : ended.getLast().score;
      return open.getFirst().score / penalty > worst;
    }

    private float penalty(int length) {
      return (float) Math.pow(length - promptLength, settings.lengthPenalty());
    }

    @Override
    public long[] tokens() {
      return open.stream().mapToLong(b -> b.text[b.text.length - 1]).toArray();
    }

    @Override
    public int[] parents() {
      return open.stream().mapToInt(b -> b.parent).toArray();
    }

    @Override
    public long[] best() {
      long[] best = (ended.isEmpty() ? open : ended).getFirst().text;
      int length = best.length;
      return length > promptLength && best[length - 1] == settings.end()
          ? Arrays.copyOf(best, length - 1)
          : best;
    }
  }
}
