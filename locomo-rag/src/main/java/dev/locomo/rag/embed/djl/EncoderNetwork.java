package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.embed.djl.DisentangledAttention.Near;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.Sizes;
import dev.locomo.rag.tensor.TokenBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
final class EncoderNetwork implements TextNetwork {
  /** On a GPU small batches waste it, on a CPU large ones waste the cache. */
  private static final int CPU_TOKENS = 2048;

  private static final int GPU_TOKENS = 32_768;

  /** What it can make of its states. */
  private static final Set<Pooling> POOLED = EnumSet.of(Pooling.MEAN, Pooling.CLS, Pooling.POOLER);

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
  private final String file;
  private final TokenBatches batches;

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

  /** Copies the weights to a device, which is closed together with this. */
  EncoderNetwork(EncoderConfig config, Parameters all) {
    this.manager = all.manager();
    this.config = config;
    file = all.weights().file();
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
    convolved =
        config.convolution().width() > 0
            ? Convolved.read(source.below("encoder.conv."), config)
            : null;
    for (int i = 0; i < config.sizes().layers(); i++) {
      blocks.add(block(source.below("encoder.layer." + i + ".")));
    }
    pooler =
        source.has("pooler.dense.weight") ? source.dense("pooler.dense", hidden, hidden) : null;
    batches = new TokenBatches(precision() == DataType.FLOAT16 ? GPU_TOKENS : CPU_TOKENS);
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

  /** What it computes in. */
  DataType precision() {
    return words.rows().getDataType();
  }

  @Override
  public String arithmetic() {
    return Compute.name(precision());
  }

  @Override
  public int segments() {
    return config.inputs().types();
  }

  @Override
  public void check(Pooling pooling) {
    if (pooling == Pooling.POOLER && pooler == null) {
      throw new DataError(file, "pooler.dense.weight", "found no such tensor");
    }
    if (!POOLED.contains(pooling)) {
      throw new DataError(
          file,
          "",
          "is to be pooled by %s; expected one of %s, or onnx/model.onnx beside it"
              .formatted(pooling, POOLED));
    }
  }

  @Override
  public List<double[]> vectors(List<Tokens> texts, Pooling pooling) {
    return batches.run(texts, Tokens::length, some -> batch(some, pooling));
  }

  private List<double[]> batch(List<Tokens> texts, Pooling pooling) {
    try (var batch = manager.newSubManager()) {
      var padded = Tokens.padded(texts, batch, precision());
      return Compute.rows(pooled(states(batch, padded), padded.attended(), pooling)).stream()
          .map(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray())
          .toList();
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
                return after == null ? y : after.of(input, y, attended);
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
