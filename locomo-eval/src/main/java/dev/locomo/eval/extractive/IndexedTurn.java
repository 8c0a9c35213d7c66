package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Turn;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A turn made ready for search.
 *
 * @param place its index in the conversation, from 0
 * @param turn the turn
 * @param day when it was said, or null when its session has no readable date
 * @param asks whether it ends with a question, so that the next turn is likely to hold the answer
 */
record IndexedTurn(int place, Turn turn, @Nullable LocalDate day, boolean asks) {
  static IndexedTurn of(int place, @Nullable LocalDate day, Turn turn) {
    return new IndexedTurn(place, turn, day, turn.text().strip().endsWith("?"));
  }

  boolean sameSession(IndexedTurn other) {
    return turn.id().session() == other.turn.id().session();
  }
}
