package dev.locomo.gen.image;

import java.util.Optional;

/** Says what a picture shows. */
@FunctionalInterface
public interface Captioner {
  /** Keeps the caption of the source. */
  Captioner NONE = _ -> Optional.empty();

  /** One line, or empty when the source's own caption is to be kept. */
  Optional<String> caption(byte[] picture);
}
