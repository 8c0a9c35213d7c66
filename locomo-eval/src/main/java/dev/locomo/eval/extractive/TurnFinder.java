package dev.locomo.eval.extractive;

import dev.locomo.eval.extractive.RelativeDates.TimePhrase;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the turns that a question is about, and tells when the question is about nobody's words.
 */
final class TurnFinder {
  private static final int HITS = 10;

  /** What a turn gains when the person asked about said it. */
  private static final double SAID_BY_SUBJECT = 2;

  /** What a turn gains when it was said in the time asked about. */
  private static final double SAID_IN_PERIOD = 3;

  private final ParsedQuestion question;
  private final TurnIndex index;
  private final double[] scores;

  TurnFinder(ParsedQuestion question, TurnIndex index) {
    this.question = question;
    this.index = index;
    scores = index.scores(question.stems());
  }

  /** At most {@value #HITS} turns, best first; none when no turn shares a word. */
  List<Hit> hits() {
    var best = new TreeSet<Hit>(Hit.BEST_FIRST);
    double least = 0;
    for (IndexedTurn turn : index.turns()) {
      double score = scores[turn.place()] == 0 ? 0 : scores[turn.place()] * gain(turn);
      if (score > least) {
        best.add(new Hit(turn, score));
        if (best.size() > HITS) {
          best.removeLast();
        }
        least = best.size() < HITS ? 0 : best.last().score();
      }
    }
    return List.copyOf(best);
  }

  /**
   * Whether the question names one speaker but the other one's words fit it better: then it asks
   * about something that happened to somebody else. False when it names both or none.
   */
  boolean fitsTheOtherSpeaker() {
    return question.speaker() != null && best(false) > best(true);
  }

  private double best(boolean subject) {
    return IntStream.range(0, scores.length)
        .filter(i -> isSubject(index.turns().get(i)) == subject)
        .mapToDouble(i -> scores[i])
        .max()
        .orElse(0);
  }

  private double gain(IndexedTurn turn) {
    return (isSubject(turn) ? SAID_BY_SUBJECT : 1)
        * (isIn(turn, question.period()) ? SAID_IN_PERIOD : 1);
  }

  private boolean isSubject(IndexedTurn turn) {
    return turn.turn().speaker().equals(question.speaker());
  }

  private static boolean isIn(IndexedTurn turn, @Nullable TimePhrase period) {
    return period != null && turn.day() != null && period.span().contains(turn.day());
  }

  /**
   * A turn that may hold the answer.
   *
   * @param turn the turn
   * @param score how well it fits the question, above 0
   */
  record Hit(IndexedTurn turn, double score) {
    /** Best first; equal scores in the order they were said. */
    static final Comparator<Hit> BEST_FIRST =
        Comparator.comparingDouble(Hit::score).reversed().thenComparing(h -> h.turn.place());
  }
}
