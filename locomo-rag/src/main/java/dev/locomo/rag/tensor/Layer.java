package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import org.jspecify.annotations.Nullable;

/** A part of a network that makes one array of another. */
public sealed interface Layer {
  /** The result, of the same shape but for the last axis. */
  NDArray of(NDArray x);

  /**
   * A fully connected layer: {@code [..., in]} to {@code [..., out]}.
   *
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}; null for none
   */
  record Dense(NDArray weight, @Nullable NDArray bias) implements Layer {
    @Override
    public NDArray of(NDArray x) {
      NDList out = bias == null ? Linear.linear(x, weight) : Linear.linear(x, weight, bias);
      return out.singletonOrThrow();
    }
  }

  /** The two halves of a transformer's layer that look at each position alone. */
  record FeedForward(Layer wide, Activation activation, Layer narrow) implements Layer {
    @Override
    public NDArray of(NDArray x) {
      return narrow.of(activation.of(wide.of(x)));
    }
  }

  /**
   * A layer norm over the last axis.
   *
   * @param gain {@code [width]}
   * @param bias {@code [width]}
   * @param epsilon added to the variance
   */
  record Norm(NDArray gain, NDArray bias, float epsilon) implements Layer {
    @Override
    public NDArray of(NDArray x) {
      return LayerNorm.layerNorm(x, gain.getShape(), gain, bias, epsilon).singletonOrThrow();
    }
  }

  /**
   * A norm over the last axis that divides by the root of the mean square, in single precision.
   *
   * <p><b>Source</b> Zhang and Sennrich, NeurIPS 2019.
   *
   * @param gain {@code [width]}
   * @param epsilon added to the mean square
   */
  record RmsNorm(NDArray gain, float epsilon) implements Layer {
    private static final int[] LAST = {-1};

    @Override
    public NDArray of(NDArray x) {
      NDArray full = x.toType(DataType.FLOAT32, false);
      NDArray size = full.square().mean(LAST, true).addi(epsilon).sqrt();
      return full.div(size).toType(x.getDataType(), false).mul(gain);
    }
  }

  /**
   * One learned row a token, position or segment: numbers of rows {@code [batch, length]} to {@code
   * [batch, length, width]}.
   *
   * @param rows {@code [count, width]}
   */
  record Table(NDArray rows) implements Layer {
    @Override
    public NDArray of(NDArray ids) {
      return Embedding.embedding(ids, rows, SparseFormat.DENSE).singletonOrThrow();
    }

    /**
     * The rows {@code from} (included) to {@code to} (not included): {@code [to - from, width]}.
     */
    public NDArray range(NDManager manager, long from, long to) {
      return rows.get(manager, new NDIndex("{}:{}", from, to));
    }
  }
}
