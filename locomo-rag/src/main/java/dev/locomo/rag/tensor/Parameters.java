package dev.locomo.rag.tensor;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.checkpoint.WeightsFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Copies tensors of known names and shapes, all below one prefix, to a device. Unless told
 * otherwise they are in single precision on a CPU, in half precision on a GPU. A tensor that is
 * missing or has another shape is a {@link dev.locomo.core.error.DataError}.
 *
 * @param prefix put before every name; may be empty
 * @param manager owns the copies
 */
public record Parameters(Weights weights, String prefix, NDManager manager, DataType precision) {
  /** Most numbers that are sent at once. */
  private static final int PART = 1 << 26;

  /** In the precision that suits the device. */
  public Parameters(Weights weights, NDManager manager) {
    this(weights, "", manager, Compute.precision(manager));
  }

  /**
   * Loads what a folder has, on the chosen device.
   *
   * @param network closes the manager together with itself
   * @throws dev.locomo.core.error.DataError when a file is missing or cannot be used
   * @throws dev.locomo.core.error.UserError when it does not fit into the device's memory
   */
  public static <N> N load(Path folder, Function<Parameters, N> network) {
    var manager = Compute.open();
    try (var weights = WeightsFile.of(folder).open()) {
      return network.apply(new Parameters(weights, manager));
    } catch (RuntimeException e) {
      manager.close();
      boolean large = e instanceof EngineException engine && Compute.isOutOfMemory(engine);
      throw large ? Compute.tooLarge(folder.toString(), e) : e;
    }
  }

  /** Those whose names go on with this. */
  public Parameters below(String more) {
    return new Parameters(weights, prefix + more, manager, precision);
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return weights.names().contains(prefix + name);
  }

  /** The tensor of this name. */
  public NDArray tensor(String name, long... shape) {
    return copied(weights.require(prefix + name, shape));
  }

  /**
   * Copies numbers that are made of tensors rather than being one. They reach the device as they
   * are stored, a part after the other, and get their precision there; only bfloat16, which the
   * bridge to PyTorch does not take, is widened by two bytes on its way.
   */
  public NDArray copied(Weights.Tensor tensor) {
    Compute.used(manager, precision);
    MemorySegment stored = tensor.stored();
    long part = (long) PART * tensor.type().getNumOfBytes();
    try (var scratch = manager.newSubManager()) {
      var shape = new Shape(tensor.shape());
      var parts = new NDList();
      long from = 0;
      do {
        long bytes = Math.min(part, stored.byteSize() - from);
        var some = stored.asSlice(from, bytes).asByteBuffer().order(LITTLE_ENDIAN);
        parts.add(next(scratch, some, tensor.type()).toType(precision, false));
        from += bytes;
      } while (from < stored.byteSize());
      // A view would not keep the bytes that an array on the CPU lies over; so it has to be a copy.
      NDArray flat = parts.size() == 1 ? parts.head().duplicate() : NDArrays.concat(parts);
      NDArray whole = flat.reshape(shape);
      whole.attach(manager);
      return whole;
    }
  }

  private static NDArray next(NDManager scratch, ByteBuffer stored, DataType type) {
    int width = type.getNumOfBytes();
    int count = stored.remaining() / width;
    boolean widened = type == DataType.BFLOAT16;
    ByteBuffer direct = scratch.allocateDirect(count * (widened ? Float.BYTES : width));
    if (widened) {
      for (int i = 0; i < count; i++) {
        direct.putInt(stored.getShort() << Short.SIZE);
      }
    } else {
      direct.put(stored);
    }
    return scratch.create(direct.rewind(), new Shape(count), widened ? DataType.FLOAT32 : type);
  }

  /** {@code NAME.weight}, a row each. */
  public Layer.Table table(String name, long rows, long width) {
    return new Layer.Table(tensor(name + ".weight", rows, width));
  }

  /** {@code NAME.weight} and {@code NAME.bias}. */
  public Layer.Dense dense(String name, long out, long in) {
    return new Layer.Dense(tensor(name + ".weight", out, in), tensor(name + ".bias", out));
  }

  /** {@code NAME.weight} without a bias. */
  public Layer.Dense projection(String name, long out, long in) {
    return new Layer.Dense(tensor(name + ".weight", out, in), null);
  }

  /** {@code NAME.weight} and {@code NAME.bias}, or {@code gamma} and {@code beta} as of old. */
  public Layer norm(String name, Sizes sizes) {
    boolean old = has(name + ".gamma");
    return new Layer.Norm(
        tensor(name + (old ? ".gamma" : ".weight"), sizes.hidden()),
        tensor(name + (old ? ".beta" : ".bias"), sizes.hidden()),
        sizes.epsilon());
  }

  /**
   * Attention to a sequence of width {@code seen}; the names are those of the layers of queries,
   * keys, values and of what was seen.
   */
  public Attention attention(Sizes sizes, long seen, List<String> names) {
    long hidden = sizes.hidden();
    return new Attention(
        dense(names.get(0), hidden, hidden),
        dense(names.get(1), hidden, seen),
        dense(names.get(2), hidden, seen),
        dense(names.get(3), hidden, hidden),
        sizes.heads());
  }

  /** The two layers of these names. */
  public Layer feedForward(Sizes sizes, String wide, String narrow) {
    return new Layer.FeedForward(
        dense(wide, sizes.intermediate(), sizes.hidden()),
        sizes.activation(),
        dense(narrow, sizes.hidden(), sizes.intermediate()));
  }
}
