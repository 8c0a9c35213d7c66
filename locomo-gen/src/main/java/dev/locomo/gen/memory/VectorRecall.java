package dev.locomo.gen.memory;

import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.index.VectorTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dot product with every text's vector; texts are embedded once, when they are looked at. */
final class VectorRecall implements Recall {
  private final KeptVectors embedder;
  private final List<String> texts = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private @Nullable VectorTable table;

  VectorRecall(KeptVectors embedder) {
    this.embedder = embedder;
  }

  @Override
  public void add(List<String> added) {
    texts.addAll(added);
    table = null;
  }

  @Override
  public List<String> about(String query, int count) {
    if (texts.isEmpty()) {
      return List.of();
    }
    if (table == null) {
      vectors.addAll(embedder.of(texts.subList(vectors.size(), texts.size()), Role.PASSAGE));
      table = VectorTable.of(vectors.getFirst().length, vectors.toArray(float[][]::new));
    }
    double[] scores = table.dot(embedder.of(List.of(query), Role.QUERY).getFirst());
    return Best.of(scores, count).stream().map(texts::get).toList();
  }
}
