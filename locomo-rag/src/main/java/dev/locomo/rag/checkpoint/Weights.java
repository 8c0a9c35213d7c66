package dev.locomo.rag.checkpoint;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The named tensors of a checkpoint; a tensor is read when it is asked for. */
public interface Weights extends AutoCloseable {
  /** The file, for messages. */
  String file();

  Set<String> names();

  /** Reads a tensor that {@link #names()} has. */
  Tensor read(String name);

  @Override
  default void close() {}

  /**
   * Numbers in row-major order.
   *
   * @param shape the lengths of its axes; empty for a single number
   * @param values as many as the shape says
   */
  record Tensor(long[] shape, float[] values) {
    /** How many numbers an array of this shape has; 1 for a single number. */
    public static long size(long[] shape) {
      return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }
  }

  /** Tensors in a file: how each is read, by name, and what is closed together with this. */
  record Stored(String file, Map<String, Supplier<Tensor>> tensors, Closeable source)
      implements Weights {
    @Override
    public Set<String> names() {
      return tensors.keySet();
    }

    @Override
    public Tensor read(String name) {
      var tensor = tensors.get(name);
      if (tensor == null) {
        throw new DataError(file, name, "found no such tensor");
      }
      return tensor.get();
    }

    @Override
    public void close() {
      try {
        source.close();
      } catch (IOException e) {
        throw new DataError(file, "", "cannot be closed (" + UserFile.why(e) + ")", e);
      }
    }
  }

  /**
   * The tensor of this name, which must have this shape.
   *
   * @throws DataError when it is missing or has another shape
   */
  default Tensor require(String name, long... shape) {
    if (!names().contains(name)) {
      throw new DataError(
          file(), name, "found no such tensor; expected one of shape " + text(shape));
    }
    Tensor tensor = read(name);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new DataError(
          file(), name, "found shape " + text(tensor.shape()) + "; expected " + text(shape));
    }
    return tensor;
  }

  private static String text(long[] shape) {
    return LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining("x", "[", "]"));
  }

  /**
   * What stands before a tensor's usual name in this checkpoint: {@code ""}, {@code bert.}, {@code
   * ctx_encoder.bert_model.}.
   *
   * @throws DataError when no tensor ends with the name
   */
  default String prefixOf(String name) {
    return names().stream()
        .filter(n -> n.equals(name) || n.endsWith("." + name))
        .sorted()
        .findFirst()
        .map(n -> n.substring(0, n.length() - name.length()))
        .orElseThrow(() -> new DataError(file(), name, "found no such tensor; expected a BERT"));
  }
}
