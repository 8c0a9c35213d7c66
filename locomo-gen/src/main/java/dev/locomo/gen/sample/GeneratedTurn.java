package dev.locomo.gen.sample;

import dev.locomo.core.dataset.TurnId;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one turn.
 *
 * @param id place of the turn
 * @param speaker name
 * @param raw the model's words, markers included
 * @param text the words as they are read
 * @param photo what was shared, or null
 */
public record GeneratedTurn(
    TurnId id, String speaker, String raw, String text, @Nullable SharedPhoto photo) {
  /** As the other one sees it: the words, and what the picture shows. */
  public String seen() {
    return speaker + ": " + text + (photo == null ? "" : " [shares " + photo.caption() + "]");
  }
}
