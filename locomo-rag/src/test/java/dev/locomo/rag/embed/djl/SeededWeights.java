package dev.locomo.rag.embed.djl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.dataset.json.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A BERT's weights out of nothing but their names, as {@code scripts/golden/encoders.py} has them.
 */
final class SeededWeights implements Weights {
  private final Map<String, long[]> shapes = new HashMap<>();
  private final double scale;

  SeededWeights(BertConfig c, double scale) {
    this.scale = scale;
    long h = c.hidden();
    shapes.put("embeddings.word_embeddings.weight", new long[] {c.vocabulary(), h});
    shapes.put("embeddings.position_embeddings.weight", new long[] {c.positions(), h});
    shapes.put("embeddings.token_type_embeddings.weight", new long[] {c.types(), h});
    norm("embeddings.LayerNorm", h);
    for (int i = 0; i < c.layers(); i++) {
      String at = "encoder.layer." + i + ".";
      for (String part : new String[] {"self.query", "self.key", "self.value", "output.dense"}) {
        dense(at + "attention." + part, h, h);
      }
      norm(at + "attention.output.LayerNorm", h);
      dense(at + "intermediate.dense", c.intermediate(), h);
      dense(at + "output.dense", h, c.intermediate());
      norm(at + "output.LayerNorm", h);
    }
    dense("pooler.dense", h, h);
  }

  private void dense(String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }

  private void norm(String name, long width) {
    shapes.put(name + ".weight", new long[] {width});
    shapes.put(name + ".bias", new long[] {width});
  }

  @Override
  public String file() {
    return "seeded";
  }

  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public Tensor read(String name) {
    long[] shape = shapes.getOrDefault(name, new long[0]);
    float[] values = new float[(int) Tensor.size(shape)];
    var digest = Sha256.digest();
    digest.update(name.getBytes(UTF_8));
    long seed = ByteBuffer.wrap(digest.digest()).getLong();
    float one = name.endsWith("LayerNorm.weight") ? 1 : 0;
    IntStream.range(0, values.length)
        .parallel()
        .forEach(i -> values[i] = (float) uniform(seed, i) * (float) scale + one);
    return new Tensor(Arrays.copyOf(shape, shape.length), values);
  }

  /** SplitMix64: uniform in [-0.5, 0.5), 24 bits. */
  private static double uniform(long seed, long index) {
    long z = seed + (index + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) * 0x1p-24 - 0.5;
  }
}
