package dev.locomo.gen.memory;

import dev.locomo.rag.embed.Embedder;

/**
 * Makes an empty memory for each speaker.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.3: an agent's replies draw on observations
 * of earlier sessions, found by similarity to the last utterance.
 */
@FunctionalInterface
public interface Memories {
  /** An empty one. */
  Recall open();

  /** Finds by shared words; needs no encoder. */
  static Memories words() {
    return WordRecall::new;
  }

  /** Finds by an encoder's vectors; the encoder may serve many conversations at once. */
  static Memories vectors(Embedder embedder) {
    var cached = new KeptVectors(embedder);
    return () -> new VectorRecall(cached);
  }
}
