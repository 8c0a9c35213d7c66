package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.locomo.rag.checkpoint.Weights.Tensor;
import dev.locomo.rag.embed.djl.EncoderConfig.Distances;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Layer.Dense;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.Sizes;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a sequence to itself in which tokens and distances look at each other.
 *
 * <p><b>Source</b> He et al., DeBERTa, ICLR 2021, section 3.1.
 *
 * @param distanceKey what a token's query looks at; null where it does not
 * @param distanceQuery what looks at a token's key; null where nothing does
 */
record DisentangledAttention(
    Attention tokens, @Nullable Layer distanceKey, @Nullable Layer distanceQuery) {
  private static final List<String> SECOND =
      List.of("self.query_proj", "self.key_proj", "self.value_proj", "output.dense");

  /**
   * Embeddings of the distances in a sequence, {@code [2 * length - 1, hidden]}: from {@code length
   * - 1} down, and from {@code 1 - length} up.
   */
  record Near(NDArray falling, NDArray rising) {}

  /** Reads that of a layer. */
  static DisentangledAttention read(Parameters layer, Sizes sizes, Distances distances) {
    return distances.second() ? second(layer, sizes, distances) : first(layer, sizes, distances);
  }

  /** Version 1 keeps query, key and value in one tensor, head by head, and only two have a bias. */
  private static DisentangledAttention first(Parameters layer, Sizes sizes, Distances distances) {
    long hidden = sizes.hidden();
    var self = layer.below("attention.self.");
    var joined = layer.weights().require(self.prefix() + "in_proj.weight", 3 * hidden, hidden);
    return new DisentangledAttention(
        new Attention(
            new Dense(self.copied(third(joined, 0, sizes)), self.tensor("q_bias", hidden)),
            new Dense(self.copied(third(joined, 1, sizes)), null),
            new Dense(self.copied(third(joined, 2, sizes)), self.tensor("v_bias", hidden)),
            layer.dense("attention.output.dense", hidden, hidden),
            sizes.heads()),
        distances.kinds().contains("c2p") ? self.projection("pos_proj", hidden, hidden) : null,
        distances.kinds().contains("p2c") ? self.dense("pos_q_proj", hidden, hidden) : null);
  }

  private static Tensor third(Tensor joined, int which, Sizes sizes) {
    int hidden = sizes.hidden();
    int head = hidden / sizes.heads() * hidden * joined.type().getNumOfBytes();
    var values = MemorySegment.ofArray(new byte[head * sizes.heads()]);
    for (int i = 0; i < sizes.heads(); i++) {
      long from = (3L * i + which) * head;
      MemorySegment.copy(joined.stored(), from, values, (long) i * head, head);
    }
    return new Tensor(new long[] {hidden, hidden}, joined.type(), values);
  }

  private static DisentangledAttention second(Parameters layer, Sizes sizes, Distances distances) {
    long hidden = sizes.hidden();
    var self = layer.below("attention.self.");
    var tokens = layer.below("attention.").attention(sizes, hidden, SECOND);
    Layer key = null;
    Layer query = null;
    if (distances.kinds().contains("c2p")) {
      key = distances.shared() ? tokens.key() : self.dense("pos_key_proj", hidden, hidden);
    }
    if (distances.kinds().contains("p2c")) {
      query = distances.shared() ? tokens.query() : self.dense("pos_query_proj", hidden, hidden);
    }
    return new DisentangledAttention(tokens, key, query);
  }

  /** Of {@code [batch, length, hidden]} with a mask {@code [batch, 1, 1, length]}; same shape. */
  NDArray of(NDArray x, NDArray mask, Near near) {
    NDArray queries = split(tokens.query().of(x));
    NDArray keys = split(tokens.key().of(x));
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
    NDArray seen = weights.matMul(split(tokens.value().of(x))).swapAxes(1, 2);
    return tokens.out().of(seen.reshape(x.getShape()));
  }

  private NDArray split(NDArray x) {
    return Attention.split(x, tokens.heads());
  }

  /**
   * From columns that are distances to columns that are tokens, {@code [batch, heads, length, 2 *
   * length - 1]} to {@code [batch, heads, length, length]}: column {@code j} of row {@code i} is
   * what was in column {@code j - i + length - 1}. Seen as one long row, each next row starts one
   * number too late, so that cutting it into rows one shorter does it.
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
