package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which form a generated turn has its picture. */
public enum Picture {
  /** Turns are text alone. */
  NONE,
  /** What it shows, compared with the caption. */
  CAPTION,
  /** The words of an image search, compared with the search that found the published picture. */
  QUERY,
  /** One of several captions, the true one among them where there is one. */
  CANDIDATES;

  /** The name in commands and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a turn really shares, in this form; null when it shares nothing that has it. */
  public @Nullable String of(Turn turn) {
    SharedImage image = turn.image();
    if (image == null || this == NONE) {
      return null;
    }
    return this == QUERY ? image.query() : image.caption();
  }
}
