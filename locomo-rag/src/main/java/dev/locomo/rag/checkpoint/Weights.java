package dev.locomo.rag.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import ai.djl.ndarray.types.DataType;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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
   * @param type of each number
   * @param stored as many numbers as the shape says, in little-endian order; may be more than 2 GiB
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Tensor(long[] shape, DataType type, MemorySegment stored) {
    /** Of single precision. */
    public static Tensor of(long[] shape, float[] values) {
      var stored = ByteBuffer.allocate(values.length * Float.BYTES).order(LITTLE_ENDIAN);
      stored.asFloatBuffer().put(values);
      return new Tensor(shape, DataType.FLOAT32, MemorySegment.ofBuffer(stored));
    }

    /** The numbers in single precision, also where they are stored in another one. */
    public float[] values() {
      ByteBuffer from = stored.asByteBuffer().order(LITTLE_ENDIAN);
      float[] values = new float[from.remaining() / type.getNumOfBytes()];
      for (int i = 0; i < values.length; i++) {
        values[i] = next(from);
      }
      return values;
    }

    private float next(ByteBuffer from) {
      return switch (type) {
        case FLOAT64 -> (float) from.getDouble();
        case FLOAT32 -> from.getFloat();
        case FLOAT16 -> Float.float16ToFloat(from.getShort());
        case BFLOAT16 -> Float.intBitsToFloat(from.getShort() << 16);
        case INT64 -> from.getLong();
        case INT32 -> from.getInt();
        default -> from.get() & 0xff;
      };
    }

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
