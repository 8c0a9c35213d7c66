package dev.locomo.rag.tensor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.checkpoint.WeightsFile;
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
  /** In the precision that suits the device. */
  public Parameters(Weights weights, NDManager manager) {
    this(weights, "", manager, Compute.precision(manager));
  }

  /**
   * Loads what a folder has, on the first GPU if there is one.
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

  /** Copies numbers that are made of tensors rather than being one. */
  public NDArray copied(Weights.Tensor tensor) {
    NDArray full = manager.create(tensor.values(), new Shape(tensor.shape()));
    if (precision == DataType.FLOAT32) {
      return full;
    }
    try (full) {
      return full.toType(precision, true);
    }
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
