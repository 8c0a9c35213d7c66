package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.checkpoint.Weights;

/**
 * Copies tensors of known names and shapes, all below one prefix, to a device. Unless told
 * otherwise they are in single precision on a CPU, in half precision on a GPU. A tensor that is
 * missing or has another shape is a {@link dev.locomo.core.error.DataError}.
 *
 * @param weights where they are
 * @param prefix put before every name; may be empty
 * @param manager owns the copies
 * @param precision what the network computes in: single or half
 */
public record Parameters(Weights weights, String prefix, NDManager manager, DataType precision) {
  /** In the precision that suits the device. */
  public Parameters(Weights weights, String prefix, NDManager manager) {
    this(weights, prefix, manager, Compute.precision(manager));
  }

  /** Those whose names go on with this. */
  public Parameters below(String more) {
    return new Parameters(weights, prefix + more, manager, precision);
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return weights.names().contains(prefix + name);
  }

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
  public EmbeddingTable table(String name, long rows, long width) {
    return new EmbeddingTable(tensor(name + ".weight", rows, width));
  }

  /** {@code NAME.weight} and {@code NAME.bias}. */
  public Dense dense(String name, long out, long in) {
    return new Dense(tensor(name + ".weight", out, in), tensor(name + ".bias", out));
  }

  /** {@code NAME.weight} without a bias. */
  public Dense projection(String name, long out, long in) {
    return new Dense(tensor(name + ".weight", out, in), null);
  }

  /** {@code NAME.weight} and {@code NAME.bias}, or {@code gamma} and {@code beta} as of old. */
  public Norm norm(String name, long width, float epsilon) {
    boolean old = has(name + ".gamma");
    return new Norm(
        tensor(name + (old ? ".gamma" : ".weight"), width),
        tensor(name + (old ? ".beta" : ".bias"), width),
        epsilon);
  }
}
