package dev.locomo.gen.dialogue;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.gen.image.Photo;
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
public record Utterance(TurnId id, String speaker, String raw, String text, @Nullable Photo photo) {
  /** As the other one sees it: the words, and what the picture shows. */
  public String seen() {
    return speaker + ": " + text + (photo == null ? "" : " [shares " + photo.caption() + "]");
  }
}
