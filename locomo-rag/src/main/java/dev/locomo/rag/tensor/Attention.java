package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention, to oneself or to another sequence.
 *
 * <p><b>Source</b> Vaswani et al., NeurIPS 2017, section 3.2.
 *
 * @param query {@code [width, width]}
 * @param key {@code [width, width of the other sequence]}
 * @param value as {@code key}
 * @param out {@code [width, width]}; applied to what was seen
 * @param heads divides the width
 */
public record Attention(Dense query, Dense key, Dense value, Dense out, int heads) {
  /**
   * What is attended to, split into heads.
   *
   * @param keys {@code [batch, heads, length, width / heads]}
   * @param values as {@code keys}
   */
  public record Memory(NDArray keys, NDArray values) {
    /** This and what comes after it. */
    public Memory then(Memory next) {
      return new Memory(
          NDArrays.concat(new ai.djl.ndarray.NDList(keys, next.keys), 2),
          NDArrays.concat(new ai.djl.ndarray.NDList(values, next.values), 2));
    }
  }

  /**
   * Attention of a sequence to itself.
   *
   * @param x {@code [batch, length, width]}
   * @param mask see {@link Masks}; null where everything may be seen
   */
  public NDArray of(NDArray x, @Nullable NDArray mask) {
    return of(x, memory(x), mask);
  }

  /** Attention of a sequence to what {@link #memory} made of another one, or of itself. */
  public NDArray of(NDArray x, Memory memory, @Nullable NDArray mask) {
    NDArray asked = split(query.of(x));
    double scale = 1 / Math.sqrt((double) asked.getShape().get(3));
    NDArray scores = asked.muli(scale).matMul(memory.keys.swapAxes(2, 3));
    NDArray weights = (mask == null ? scores : scores.addi(mask)).softmax(-1);
    NDArray seen = weights.matMul(memory.values).swapAxes(1, 2);
    return out.of(seen.reshape(x.getShape().get(0), x.getShape().get(1), -1));
  }

  /** Keys and values of a sequence {@code [batch, length, width]}. */
  public Memory memory(NDArray x) {
    return new Memory(split(key.of(x)), split(value.of(x)));
  }

  private NDArray split(NDArray x) {
    long length = x.getShape().get(1);
    long width = x.getShape().get(2);
    return x.reshape(-1, length, heads, width / heads).swapAxes(1, 2);
  }
}
