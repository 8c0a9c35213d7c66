package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn made ready for search.
 *
 * @param place its index in the conversation, from 0
 * @param turn the turn
 * @param day when it was said, or null when its session has no readable date
 * @param sentences what was said, then the caption
 * @param asks whether it ends with a question, so that the next turn is likely to hold the answer
 */
record IndexedTurn(
    int place, Turn turn, @Nullable LocalDate day, List<Sentence> sentences, boolean asks) {
  static IndexedTurn of(int place, Session session, Turn turn) {
    LocalDateTime time = session.time();
    return new IndexedTurn(
        place,
        turn,
        time == null ? null : time.toLocalDate(),
        Sentence.of(turn),
        turn.text().strip().endsWith("?"));
  }

  boolean sameSession(IndexedTurn other) {
    return turn.id().session() == other.turn.id().session();
  }
}
