package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.locomo.rag.tensor.Dense;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a sequence to itself in which tokens and distances look at each other.
 *
 * <p><b>Source</b> He et al., DeBERTa, ICLR 2021, section 3.1.
 *
 * @param query {@code [hidden, hidden]}
 * @param key as {@code query}
 * @param value as {@code query}
 * @param distanceKey what a token's query looks at; null where it does not
 * @param distanceQuery what looks at a token's key; null where nothing does
 * @param out applied to what was seen
 * @param heads divides the width
 */
record DisentangledAttention(
    Dense query,
    Dense key,
    Dense value,
    @Nullable Dense distanceKey,
    @Nullable Dense distanceQuery,
    Dense out,
    int heads) {
  /**
   * Embeddings of the distances in a sequence of {@code length} tokens.
   *
   * @param falling {@code [2 * length - 1, hidden]}, from {@code length - 1} down
   * @param rising the same from {@code 1 - length} up
   */
  record Near(NDArray falling, NDArray rising) {}

  /**
   * @param x {@code [batch, length, hidden]}
   * @param mask {@code [batch, 1, 1, length]}
   */
  NDArray of(NDArray x, NDArray mask, Near near) {
    NDArray queries = split(query.of(x));
    NDArray keys = split(key.of(x));
    NDArray scores = queries.matMul(keys.swapAxes(2, 3));
    int kinds = 1;
    if (distanceKey != null) {
      NDArray looked = split(distanceKey.of(near.falling.expandDims(0)));
      scores = scores.add(aligned(queries.matMul(looked.swapAxes(2, 3))));
      kinds++;
    }
    if (distanceQuery != null) {
      NDArray looking = split(distanceQuery.of(near.rising.expandDims(0)));
      scores = scores.add(aligned(keys.matMul(looking.swapAxes(2, 3))).swapAxes(2, 3));
      kinds++;
    }
    double scale = 1 / Math.sqrt((double) kinds * queries.getShape().get(3));
    NDArray weights = scores.mul(scale).add(mask).softmax(-1);
    NDArray seen = weights.matMul(split(value.of(x))).swapAxes(1, 2);
    return out.of(seen.reshape(x.getShape()));
  }

  private NDArray split(NDArray x) {
    long length = x.getShape().get(1);
    long width = x.getShape().get(2);
    return x.reshape(-1, length, heads, width / heads).swapAxes(1, 2);
  }

  /**
   * From columns that are distances to columns that are tokens: column {@code j} of row {@code i}
   * is what was in column {@code j - i + length - 1}. Seen as one long row, each next row starts
   * one number too late, so that cutting it into rows one shorter does it.
   *
   * @param x {@code [batch, heads, length, 2 * length - 1]}
   * @return {@code [batch, heads, length, length]}
   */
  private static NDArray aligned(NDArray x) {
    long batch = x.getShape().get(0);
    long length = x.getShape().get(2);
    if (length == 1) {
      return x;
    }
    long from = length - 1;
    long row = 2 * length - 2;
    return x.reshape(batch, -1, length * (2 * length - 1))
        .get(new NDIndex(":,:,{}:{}", from, from + length * row))
        .reshape(batch, -1, length, row)
        .get(new NDIndex(":,:,:,:{}", length));
  }
}
