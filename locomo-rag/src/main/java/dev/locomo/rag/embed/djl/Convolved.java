package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.embed.djl.EncoderConfig.Convolution;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;

/**
 * The convolution over neighbouring tokens that follows a DeBERTa's first layer, and the norm after
 * it.
 *
 * <p><b>Source</b> {@code ConvLayer} of transformers' {@code modeling_deberta_v2.py}.
 */
record Convolved(Convolution shape, Layer.Dense convolution, Layer norm) {
  static Convolved read(Parameters source, EncoderConfig config) {
    long hidden = config.sizes().hidden();
    var shape = config.convolution();
    return new Convolved(
        shape,
        new Layer.Dense(
            source.tensor("conv.weight", hidden, hidden / shape.groups(), shape.width()),
            source.tensor("conv.bias", hidden)),
        source.norm("LayerNorm", config.sizes()));
  }

  /**
   * Padding is nothing on both sides of the convolution, as where a text of its own length ends.
   *
   * @param input of the first layer
   * @param first what the first layer gives
   * @param attended 1 for a token, 0 for padding
   */
  NDArray of(NDArray input, NDArray first, NDArray attended) {
    NDArray seen =
        windows(input, convolution.weight(), shape).add(convolution.bias()).mul(attended);
    return norm.of(first.add(shape.activation().of(seen))).mul(attended);
  }

  /**
   * The convolution as products of matrices. The library's own gives other numbers on some
   * processors with AVX-512 (off by 1.0; right again with ONEDNN_MAX_CPU_ISA=AVX2).
   *
   * @param input texts, tokens, channels
   * @param weight channels out, channels in of a group, width
   */
  private static NDArray windows(NDArray input, NDArray weight, Convolution shape) {
    var manager = input.getManager();
    long texts = input.getShape().get(0);
    long tokens = input.getShape().get(1);
    long width = weight.getShape().get(2);
    long in = weight.getShape().get(1);
    long out = weight.getShape().get(0) / shape.groups();
    var nothing = new Shape(texts, (width - 1) / 2, input.getShape().get(2));
    NDArray edge = manager.zeros(nothing, input.getDataType());
    NDArray padded = NDArrays.concat(new NDList(edge, input, edge), 1);
    var groups = new NDList();
    for (long group = 0; group < shape.groups(); group++) {
      var near = new NDList();
      for (long k = 0; k < width; k++) {
        near.add(
            padded.get(new NDIndex(":,{}:{},{}:{}", k, k + tokens, group * in, (group + 1) * in)));
      }
      NDArray own = weight.get(new NDIndex("{}:{}", group * out, (group + 1) * out));
      NDArray matrix = own.transpose(2, 1, 0).reshape(width * in, out);
      groups.add(NDArrays.concat(near, 2).matMul(matrix));
    }
    return NDArrays.concat(groups, 2);
  }
}
