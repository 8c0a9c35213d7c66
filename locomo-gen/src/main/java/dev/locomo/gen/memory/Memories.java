package dev.locomo.gen.memory;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.index.Bm25;
import dev.locomo.rag.index.VectorTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes an empty memory for each speaker; safe for many conversations at once.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.3: an agent's replies draw on observations
 * of earlier sessions, found by similarity to the last utterance.
 */
public final class Memories {
  /** Vectors that are kept: texts are looked for in two memories, and embedded again on resume. */
  private static final int KEPT = 4096;

  private final @Nullable Embedder embedder;
  private final Map<String, float[]> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
              return size() > KEPT;
            }
          });

  /**
   * @param embedder finds by the dot product of its vectors; null for shared words (BM25)
   */
  public Memories(@Nullable Embedder embedder) {
    this.embedder = embedder;
  }

  /** An empty one. */
  public Recall open() {
    return new Recall();
  }

  /** Texts that can be found again by what they are about; of one speaker, used by one thread. */
  public final class Recall {
    private final List<String> texts = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();
    private @Nullable Function<String, double[]> index;

    private Recall() {}

    /** Remembers texts, after those that are there. */
    public void add(List<String> added) {
      texts.addAll(added);
      index = null;
    }

    /** At most {@code count} texts that fit best, best first; equal ones in the order of adding. */
    public List<String> about(String query, int count) {
      if (texts.isEmpty()) {
        return List.of();
      }
      if (index == null) {
        index = embedder == null ? Bm25.of(texts)::scores : vectors(embedder);
      }
      double[] scores = index.apply(query);
      return IntStream.range(0, scores.length)
          .boxed()
          .sorted((i, j) -> Double.compare(scores[j], scores[i]))
          .limit(count)
          .map(texts::get)
          .toList();
    }

    private Function<String, double[]> vectors(Embedder by) {
      vectors.addAll(embedded(by, texts.subList(vectors.size(), texts.size()), Role.PASSAGE));
      var table = VectorTable.of(vectors.getFirst().length, vectors.toArray(float[][]::new));
      return query -> table.dot(embedded(by, List.of(query), Role.QUERY).getFirst());
    }
  }

  private List<float[]> embedded(Embedder by, List<String> texts, Role role) {
    var vectors = new LinkedHashMap<String, float[]>();
    var missing = new LinkedHashSet<String>();
    for (String text : texts) {
      float[] vector = kept.get(role + text);
      if (vector == null) {
        missing.add(text);
      } else {
        vectors.put(text, vector);
      }
    }
    if (!missing.isEmpty()) {
      var made = List.of(by.embed(List.copyOf(missing), role));
      int index = 0;
      for (String text : missing) {
        vectors.put(text, made.get(index));
        kept.put(role + text, made.get(index++));
      }
    }
    return texts.stream().map(vectors::get).toList();
  }
}
