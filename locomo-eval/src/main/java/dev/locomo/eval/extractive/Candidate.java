package dev.locomo.eval.extractive;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may be the answer.
 *
 * @param text words of the turn, or the date they mean
 * @param score the higher the better; comparable within one question and one way of answering
 * @param turn where it is from
 */
record Candidate(String text, double score, IndexedTurn turn) {
  /** The best one, the first of equals; empty when there is none. */
  static Optional<Candidate> best(Stream<Candidate> candidates) {
    return candidates.reduce((a, b) -> b.score > a.score ? b : a);
  }
}
