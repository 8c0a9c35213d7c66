package dev.locomo.gen.memory;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.Embedder.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * An encoder with the vectors it made last: what was said is looked for in two memories, and a
 * resumed run embeds everything again. Safe for many threads.
 */
final class KeptVectors {
  private static final int KEPT = 4096;

  private final Embedder embedder;
  private final Map<String, float[]> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > KEPT;
        }
      };

  KeptVectors(Embedder embedder) {
    this.embedder = embedder;
  }

  /** One vector a text. */
  List<float[]> of(List<String> texts, Role role) {
    var vectors = new LinkedHashMap<String, float[]>();
    var missing = new LinkedHashSet<String>();
    synchronized (kept) {
      for (String text : texts) {
        float[] vector = kept.get(role + text);
        if (vector == null) {
          missing.add(text);
        } else {
          vectors.put(text, vector);
        }
      }
    }
    make(new ArrayList<>(missing), role, vectors);
    return texts.stream().map(vectors::get).toList();
  }

  private void make(List<String> texts, Role role, Map<String, float[]> vectors) {
    if (texts.isEmpty()) {
      return;
    }
    float[][] made = embedder.embed(texts, role);
    synchronized (kept) {
      for (int i = 0; i < made.length; i++) {
        vectors.put(texts.get(i), made[i]);
        kept.put(role + texts.get(i), made[i]);
      }
    }
  }
}
