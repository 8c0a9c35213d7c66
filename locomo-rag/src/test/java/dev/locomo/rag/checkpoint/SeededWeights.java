package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.dataset.json.Sha256;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A network's weights out of nothing but their names, as the scripts in {@code scripts/golden} have
 * them: whatever tensor is required is there, in the shape it is required in.
 *
 * @param names of tensors whose presence is asked about
 * @param scale the numbers lie between minus and plus half of it, those of a norm's gain around 1
 */
public record SeededWeights(Set<String> names, double scale) implements Weights {
  private static final Pattern GAIN =
      Pattern.compile(".*(layer_?norm|layrnorm)[^.]*\\.weight", Pattern.CASE_INSENSITIVE);

  @Override
  public String file() {
    return "seeded";
  }

  @Override
  public Tensor read(String name) {
    throw new UnsupportedOperationException("the shape of " + name + " is not known");
  }

  @Override
  public Tensor require(String name, long... shape) {
    float[] values = new float[Math.toIntExact(Tensor.size(shape))];
    var digest = Sha256.digest();
    digest.update(name.getBytes(UTF_8));
    long seed = ByteBuffer.wrap(digest.digest()).getLong();
    float one = GAIN.matcher(name).matches() ? 1 : 0;
    IntStream.range(0, values.length)
        .parallel()
        .forEach(i -> values[i] = (float) uniform(seed, i) * (float) scale + one);
    return Tensor.of(shape.clone(), values);
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
