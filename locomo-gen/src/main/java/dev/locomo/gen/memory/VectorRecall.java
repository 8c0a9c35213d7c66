package dev.locomo.gen.memory;

import dev.locomo.rag.embed.Embedder.Role;
import java.util.ArrayList;
import java.util.List;

/** The dot product with every text's vector; each text is embedded once. */
final class VectorRecall implements Recall {
  private final KeptVectors embedder;
  private final List<String> texts = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();

  VectorRecall(KeptVectors embedder) {
    this.embedder = embedder;
  }

  @Override
  public void add(List<String> added) {
    texts.addAll(added);
    vectors.addAll(embedder.of(added, Role.PASSAGE));
  }

  @Override
  public List<String> about(String query, int count) {
    if (texts.isEmpty()) {
      return List.of();
    }
    float[] asked = embedder.of(List.of(query), Role.QUERY).getFirst();
    double[] scores = vectors.stream().mapToDouble(v -> dot(v, asked)).toArray();
    return Best.of(scores, count).stream().map(texts::get).toList();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
