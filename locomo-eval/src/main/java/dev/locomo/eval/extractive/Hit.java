package dev.locomo.eval.extractive;

import java.util.Comparator;

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
