package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Dense;
import dev.locomo.rag.tensor.EmbeddingTable;
import dev.locomo.rag.tensor.Masks;
import dev.locomo.rag.tensor.Norm;
import dev.locomo.rag.tensor.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A BERT (or RoBERTa) encoder as tensor operations.
 *
 * <p><b>Source</b> Devlin et al., NAACL 2019, section 3; tensor names and the order of operations
 * are those of Hugging Face transformers' {@code modeling_bert.py}.
 */
final class BertNetwork implements StateNetwork {
  private static final String WORDS = "embeddings.word_embeddings";

  private final NDManager manager;
  private final BertConfig config;
  private final EmbeddingTable words;
  private final EmbeddingTable positions;
  private final EmbeddingTable types;
  private final Norm embedded;
  private final List<Layer> layers = new ArrayList<>();
  private final @Nullable Dense pooler;

  /** One transformer layer. */
  private record Layer(Attention self, Norm attendedNorm, Dense wide, Dense narrow, Norm out) {}

  /**
   * Copies the weights to the manager's device.
   *
   * @param manager closed together with this
   * @throws dev.locomo.core.error.DataError when a tensor is missing or has another shape than the
   *     configuration says
   */
  BertNetwork(NDManager manager, BertConfig config, Weights weights) {
    this(config, new Parameters(weights, weights.prefixOf(WORDS + ".weight"), manager));
  }

  /** As above, in the precision of {@code source}. */
  BertNetwork(BertConfig config, Parameters source) {
    this.manager = source.manager();
    this.config = config;
    long hidden = config.hidden();
    long places = (long) config.positions() + config.firstPosition();
    words = source.table(WORDS, config.vocabulary(), hidden);
    positions = source.table("embeddings.position_embeddings", places, hidden);
    types = source.table("embeddings.token_type_embeddings", config.types(), hidden);
    embedded = source.norm("embeddings.LayerNorm", hidden, config.epsilon());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(layer(source.below("encoder.layer." + i + ".")));
    }
    pooler =
        source.has("pooler.dense.weight") ? source.dense("pooler.dense", hidden, hidden) : null;
  }

  private Layer layer(Parameters source) {
    long hidden = config.hidden();
    var self =
        new Attention(
            source.dense("attention.self.query", hidden, hidden),
            source.dense("attention.self.key", hidden, hidden),
            source.dense("attention.self.value", hidden, hidden),
            source.dense("attention.output.dense", hidden, hidden),
            config.heads());
    return new Layer(
        self,
        source.norm("attention.output.LayerNorm", hidden, config.epsilon()),
        source.dense("intermediate.dense", config.intermediate(), hidden),
        source.dense("output.dense", hidden, config.intermediate()),
        source.norm("output.LayerNorm", hidden, config.epsilon()));
  }

  /** Whether it has the layer that {@link Pooling#POOLER} needs. */
  boolean hasPooler() {
    return pooler != null;
  }

  /**
   * One vector a text.
   *
   * @param texts each at least one token long and at most as many as the network can place
   * @return arrays of {@code hidden} numbers, not normalised
   */
  List<float[]> encode(List<Tokens> texts, Pooling pooling) {
    try (var batch = manager.newSubManager()) {
      var padded = padded(batch, texts);
      return Compute.rows(pooled(states(batch, padded), padded.attended(), pooling));
    }
  }

  @Override
  public NDManager manager() {
    return manager;
  }

  @Override
  public DataType precision() {
    return words.rows().getDataType();
  }

  @Override
  public int hidden() {
    return config.hidden();
  }

  @Override
  public NDArray states(NDManager batch, Padded padded) {
    NDArray padding = Masks.padding(padded.attended());
    NDArray states = Compute.within(batch, padded.tokens(), t -> embedded(t, padded.segments()));
    for (Layer layer : layers) {
      states = Compute.within(batch, states, x -> applied(layer, x, padding));
    }
    return states;
  }

  private NDArray embedded(NDArray tokens, NDArray segments) {
    long first = config.firstPosition();
    long length = tokens.getShape().get(1);
    NDArray sum =
        words
            .of(tokens)
            .add(positions.range(tokens.getManager(), first, first + length))
            .add(types.of(segments));
    return embedded.of(sum);
  }

  private NDArray applied(Layer layer, NDArray x, NDArray padding) {
    NDArray attended = layer.attendedNorm().of(layer.self().of(x, padding).addi(x));
    NDArray wide = config.activation().of(layer.wide().of(attended));
    return layer.out().of(layer.narrow().of(wide).addi(attended));
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
}
