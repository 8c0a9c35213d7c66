package dev.locomo.rag.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.locomo.rag.causal.Rotary.Turn;
import dev.locomo.rag.tensor.Attention.Memory;
import dev.locomo.rag.tensor.Layer;
import org.jspecify.annotations.Nullable;

/**
 * Attention of one text to its own past, where several asking heads share the keys and values of
 * one.
 *
 * <p><b>Source</b> Ainslie et al., GQA, EMNLP 2023.
 *
 * @param query {@code [heads * head width, width]}
 * @param key {@code [memories * head width, width]}, as is {@code value}
 * @param out {@code [width, heads * head width]}
 * @param queryNorm of each head, before it is turned; null for none, as is {@code keyNorm}
 */
record SharedAttention(
    Layer query,
    Layer key,
    Layer value,
    Layer out,
    @Nullable Layer queryNorm,
    @Nullable Layer keyNorm,
    Sizes sizes) {
  /**
   * How the width is cut: heads of keys and values, heads that ask one of them, width of a head.
   */
  record Sizes(int memories, int sharing, int width) {}

  /** Keys and values of new states {@code [length, width]}, each {@code [1, memories, ...]}. */
  Memory memory(NDArray states, Turn turn) {
    NDArray keys = turn.of(normed(split(key.of(states), sizes.memories), keyNorm));
    return new Memory(keys.expandDims(0), split(value.of(states), sizes.memories).expandDims(0));
  }

  /**
   * What the newest states {@code [length, width]} see; same shape.
   *
   * @param memory of all states so far, these included
   * @param mask {@code [length, states so far]}; null where everything may be seen
   */
  NDArray of(NDArray states, Memory memory, Turn turn, @Nullable NDArray mask) {
    long length = states.getShape().get(0);
    NDArray asked = split(query.of(states), sizes.memories * sizes.sharing);
    // Heads that share keys are asked in one product, so that keys are never copied.
    NDArray rows =
        turn.of(normed(asked, queryNorm))
            .muli(1 / Math.sqrt(sizes.width))
            .reshape(sizes.memories, sizes.sharing * length, sizes.width);
    NDArray keys = memory.keys().squeeze(0);
    NDArray scores = rows.matMul(keys.swapAxes(1, 2)).toType(DataType.FLOAT32, false);
    NDArray seen = weights(scores, mask, length).toType(rows.getDataType(), false);
    NDArray values = seen.matMul(memory.values().squeeze(0));
    NDArray heads = values.reshape(sizes.memories * sizes.sharing, length, sizes.width);
    return out.of(heads.swapAxes(0, 1).reshape(length, -1));
  }

  private NDArray weights(NDArray scores, @Nullable NDArray mask, long length) {
    if (mask == null) {
      return scores.softmax(-1);
    }
    NDArray each = scores.reshape(sizes.memories, sizes.sharing, length, -1);
    return each.addi(mask).softmax(-1).reshape(scores.getShape());
  }

  private NDArray split(NDArray x, int heads) {
    return x.reshape(x.getShape().get(0), heads, sizes.width).swapAxes(0, 1);
  }

  private static NDArray normed(NDArray x, @Nullable Layer norm) {
    return norm == null ? x : norm.of(x);
  }
}
