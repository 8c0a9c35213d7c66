package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention, to oneself or to another sequence.
 *
 * <p><b>Source</b> Vaswani et al., NeurIPS 2017, section 3.2.
 *
 * @param query {@code [width, width]}
 * @param key {@code [width, width of the other sequence]}, as is {@code value}
 * @param out {@code [width, width]}; applied to what was seen
 * @param heads divides the width
 */
public record Attention(Layer query, Layer key, Layer value, Layer out, int heads) {
  /** What a BERT calls the four layers. */
  public static final List<String> BERT_NAMES =
      List.of("self.query", "self.key", "self.value", "output.dense");

  /** Far below any score, and within half precision. */
  private static final float HIDDEN = -60_000;

  /** What is attended to, split into heads: {@code [batch, heads, length, width / heads]}. */
  public record Memory(NDArray keys, NDArray values) {
    /** This and what comes after it. */
    public Memory then(Memory next) {
      return new Memory(keys.concat(next.keys, 2), values.concat(next.values, 2));
    }

    /** This, owned by a manager. */
    public Memory ownedBy(NDManager owner) {
      keys.attach(owner);
      values.attach(owner);
      return this;
    }

    /** Frees it. */
    public void close() {
      keys.close();
      values.close();
    }
  }

  /**
   * Attention of a sequence {@code [batch, length, width]} to itself; the mask is null where
   * everything may be seen.
   */
  public NDArray of(NDArray x, @Nullable NDArray mask) {
    return of(x, memory(x), mask);
  }

  /** Attention of a sequence to what {@link #memory} made of another one, or of itself. */
  public NDArray of(NDArray x, Memory memory, @Nullable NDArray mask) {
    NDArray asked = split(query.of(x), heads);
    double scale = 1 / Math.sqrt((double) asked.getShape().get(3));
    NDArray scores = asked.muli(scale).matMul(memory.keys.swapAxes(2, 3));
    NDArray weights = (mask == null ? scores : scores.addi(mask)).softmax(-1);
    NDArray seen = weights.matMul(memory.values).swapAxes(1, 2);
    return out.of(seen.reshape(x.getShape().get(0), x.getShape().get(1), -1));
  }

  /** Keys and values of a sequence {@code [batch, length, width]}. */
  public Memory memory(NDArray x) {
    return new Memory(split(key.of(x), heads), split(value.of(x), heads));
  }

  /** {@code [batch, length, width]} to {@code [batch, heads, length, width / heads]}. */
  public static NDArray split(NDArray x, int heads) {
    long length = x.getShape().get(1);
    long width = x.getShape().get(2);
    return x.reshape(-1, length, heads, width / heads).swapAxes(1, 2);
  }

  /**
   * The mask that hides padding: from {@code [batch, length]}, 1 for a token, to {@code [batch, 1,
   * 1, length]}.
   */
  public static NDArray padding(NDArray attended) {
    return attended.mul(-1).add(1).mul(HIDDEN).expandDims(1).expandDims(1);
  }

  /**
   * The mask of {@code added} positions after {@code past} ones that hides what comes later, and
   * what is further back than a window, which includes the position itself: {@code [added, past +
   * added]}, in single precision.
   */
  public static NDArray causal(NDManager manager, int past, int added, int window) {
    int all = past + added;
    float[] mask = new float[added * all];
    for (int row = 0; row < added; row++) {
      int self = past + row;
      Arrays.fill(mask, row * all + self + 1, (row + 1) * all, HIDDEN);
      Arrays.fill(mask, row * all, row * all + Math.max(0, self - window + 1), HIDDEN);
    }
    return manager.create(mask, new Shape(added, all));
  }
}
