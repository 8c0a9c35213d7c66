package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.embed.djl.DisentangledAttention.Near;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A BERT, a RoBERTa or a DeBERTa of version 1, 2 or 3 as tensor operations: token ids in, the last
 * layer's state of each token out.
 *
 * <p><b>Source</b> Devlin et al., NAACL 2019, section 3; He et al., DeBERTa, ICLR 2021, and
 * DeBERTaV3, ICLR 2023; tensor names and the order of operations are those of Hugging Face
 * transformers' {@code modeling_bert.py}, {@code modeling_deberta.py} and {@code
 * modeling_deberta_v2.py}.
 */
final class EncoderNetwork implements AutoCloseable {
  private static final String WORDS = "embeddings.word_embeddings";

  private final NDManager manager;
  private final EncoderConfig config;
  private final Layer.Table words;
  private final Layer.@Nullable Table positions;
  private final Layer.@Nullable Table types;
  private final @Nullable Layer widened;
  private final Layer embedded;
  private final Layer.@Nullable Table distances;
  private final @Nullable Convolved convolved;
  private final List<Block> blocks = new ArrayList<>();
  private final @Nullable Layer pooler;

  /** One transformer layer. */
  private record Block(SelfAttention self, Layer attended, Layer forward, Layer out) {
    NDArray of(NDArray x, NDArray mask, @Nullable Near near) {
      NDArray y = attended.of(self.of(x, mask, near).addi(x));
      return out.of(forward.of(y).addi(y));
    }
  }

  private interface SelfAttention {
    NDArray of(NDArray x, NDArray mask, @Nullable Near near);
  }

  /** A convolution and what follows it. */
  private record Convolved(Layer.Dense convolution, Layer norm) {}

  /** Copies the weights to a device, which is closed together with this. */
  EncoderNetwork(EncoderConfig config, Parameters all) {
    this.manager = all.manager();
    this.config = config;
    var source = all.below(all.weights().prefixOf(WORDS + ".weight"));
    var inputs = config.inputs();
    long width = inputs.width();
    long hidden = config.sizes().hidden();
    words = source.table(WORDS, inputs.vocabulary(), width);
    long places = (long) inputs.longest() + inputs.first();
    positions =
        inputs.first() < 0 ? null : source.table("embeddings.position_embeddings", places, width);
    types =
        inputs.types() > 0
            ? source.table("embeddings.token_type_embeddings", inputs.types(), width)
            : null;
    widened = width == hidden ? null : source.projection("embeddings.embed_proj", hidden, width);
    embedded = source.norm("embeddings.LayerNorm", config.sizes());
    distances = distances(source.below("encoder."));
    convolved = config.convolution().width() > 0 ? convolved(source.below("encoder.conv.")) : null;
    for (int i = 0; i < config.sizes().layers(); i++) {
      blocks.add(block(source.below("encoder.layer." + i + ".")));
    }
    pooler =
        source.has("pooler.dense.weight") ? source.dense("pooler.dense", hidden, hidden) : null;
  }

  private Layer.@Nullable Table distances(Parameters source) {
    var relative = config.distances();
    if (relative == null) {
      return null;
    }
    var table = source.table("rel_embeddings", 2L * relative.span(), config.sizes().hidden());
    return relative.normed()
        ? new Layer.Table(source.norm("LayerNorm", config.sizes()).of(table.rows()))
        : table;
  }

  private Convolved convolved(Parameters source) {
    long hidden = config.sizes().hidden();
    var shape = config.convolution();
    return new Convolved(
        new Layer.Dense(
            source.tensor("conv.weight", hidden, hidden / shape.groups(), shape.width()),
            source.tensor("conv.bias", hidden)),
        source.norm("LayerNorm", config.sizes()));
  }

  private Block block(Parameters source) {
    var sizes = config.sizes();
    return new Block(
        attention(source, sizes),
        source.norm("attention.output.LayerNorm", sizes),
        source.feedForward(sizes, "intermediate.dense", "output.dense"),
        source.norm("output.LayerNorm", sizes));
  }

  private SelfAttention attention(Parameters source, Sizes sizes) {
    if (config.distances() != null) {
      var attention = DisentangledAttention.read(source, sizes, config.distances());
      return (x, mask, near) -> attention.of(x, mask, Objects.requireNonNull(near));
    }
    var attention =
        source.below("attention.").attention(sizes, sizes.hidden(), Attention.BERT_NAMES);
    return (x, mask, _) -> attention.of(x, mask);
  }

  /** Whether it has the layer that {@link Pooling#POOLER} needs. */
  boolean hasPooler() {
    return pooler != null;
  }

  /** What it computes in. */
  DataType precision() {
    return words.rows().getDataType();
  }

  /** One vector a text, none longer than the network can place; not normalised. */
  List<float[]> encode(List<Tokens> texts, Pooling pooling) {
    try (var batch = manager.newSubManager()) {
      var padded = Tokens.padded(texts, batch, precision());
      return Compute.rows(pooled(states(batch, padded), padded.attended(), pooling));
    }
  }

  /**
   * The last layer's states off the device: for each text, none longer than the network can place,
   * those of its tokens, one after the other, without padding.
   */
  List<float[]> states(List<long[]> ids) {
    try (var batch = manager.newSubManager()) {
      var texts = ids.stream().map(Tokens::of).toList();
      NDArray states = states(batch, Tokens.padded(texts, batch, precision()));
      float[] all = states.toType(DataType.FLOAT32, false).toFloatArray();
      int stride = all.length / ids.size();
      int hidden = config.sizes().hidden();
      return IntStream.range(0, ids.size())
          .mapToObj(
              i -> Arrays.copyOfRange(all, i * stride, i * stride + ids.get(i).length * hidden))
          .toList();
    }
  }

  /** {@code [batch, length, hidden]}; the states of padding are of no use. */
  private NDArray states(NDManager batch, Tokens.Padded padded) {
    NDArray mask = Attention.padding(padded.attended());
    Near near = near(batch, (int) padded.tokens().getShape().get(1));
    NDArray attended = padded.attended().expandDims(2);
    NDArray states =
        Compute.within(
            batch, padded.tokens(), tokens -> embedded(tokens, padded.segments(), attended));
    NDArray input = convolved == null ? states : states.duplicate();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      var after = i == 0 ? convolved : null;
      states =
          Compute.within(
              batch,
              states,
              x -> {
                NDArray y = block.of(x, mask, near);
                return after == null ? y : convolved(after, input, y, attended);
              });
    }
    return states;
  }

  private @Nullable Near near(NDManager batch, int length) {
    var relative = config.distances();
    if (relative == null || distances == null) {
      return null;
    }
    long[] rising =
        IntStream.rangeClosed(1 - length, length - 1).mapToLong(relative::row).toArray();
    long[] falling =
        IntStream.rangeClosed(1 - length, length - 1).mapToLong(d -> relative.row(-d)).toArray();
    return new Near(distances.of(batch.create(falling)), distances.of(batch.create(rising)));
  }

  private NDArray embedded(NDArray tokens, NDArray segments, NDArray attended) {
    NDArray sum = words.of(tokens);
    if (positions != null) {
      long first = config.inputs().first();
      long length = tokens.getShape().get(1);
      sum = sum.add(positions.range(tokens.getManager(), first, first + length));
    }
    if (types != null) {
      sum = sum.add(types.of(segments));
    }
    NDArray normed = embedded.of(widened == null ? sum : widened.of(sum));
    return distances == null ? normed : normed.mul(attended);
  }

  /**
   * Padding is nothing on both sides of the convolution, as where a text of its own length ends.
   */
  private NDArray convolved(Convolved convolved, NDArray input, NDArray first, NDArray attended) {
    var shape = config.convolution();
    NDArray seen =
        windows(input, convolved.convolution().weight(), shape)
            .add(convolved.convolution().bias())
            .mul(attended);
    return convolved.norm().of(first.add(shape.activation().of(seen))).mul(attended);
  }

  /**
   * The convolution as products of matrices. The library's own gives other numbers on some
   * processors with AVX-512 (off by 1.0; right again with ONEDNN_MAX_CPU_ISA=AVX2).
   *
   * @param input texts, tokens, channels
   * @param weight channels out, channels in of a group, width
   */
  private static NDArray windows(NDArray input, NDArray weight, EncoderConfig.Convolution shape) {
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

  private NDArray pooled(NDArray states, NDArray attended, Pooling pooling) {
    if (pooling == Pooling.MEAN) {
      NDArray mask = attended.expandDims(2).toType(DataType.FLOAT32, false);
      NDArray sum = states.toType(DataType.FLOAT32, false).mul(mask).sum(new int[] {1});
      return sum.div(mask.sum(new int[] {1}));
    }
    NDArray first = states.get(new NDIndex(":,0"));
    return pooling == Pooling.CLS ? first : Objects.requireNonNull(pooler).of(first).tanh();
  }

  @Override
  public void close() {
    manager.close();
  }
}
