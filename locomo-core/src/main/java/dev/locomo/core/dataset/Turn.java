package dev.locomo.core.dataset;

import org.jspecify.annotations.Nullable;

/**
 * One utterance. The text is kept exactly as in the file: 209 published turns have outer white
 * space that the reference sends to the model.
 *
 * @param id place of the turn
 * @param speaker name, as in the file
 * @param text what was said; may be empty in files other than the published one
 * @param image the picture shared with it, or null
 */
public record Turn(TurnId id, String speaker, String text, @Nullable SharedImage image) {
  /** The caption of the shared picture, or null when there is no picture or no caption. */
  public @Nullable String caption() {
    return image == null ? null : image.caption();
  }
}
