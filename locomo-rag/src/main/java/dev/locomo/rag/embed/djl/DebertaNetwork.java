package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Dense;
import dev.locomo.rag.tensor.EmbeddingTable;
import dev.locomo.rag.tensor.Masks;
import dev.locomo.rag.tensor.Norm;
import dev.locomo.rag.tensor.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A DeBERTa encoder of version 1, 2 or 3 as tensor operations.
 *
 * <p><b>Source</b> He et al., DeBERTa, ICLR 2021, and DeBERTaV3, ICLR 2023; tensor names and the
 * order of operations are those of Hugging Face transformers' {@code modeling_deberta.py} and
 * {@code modeling_deberta_v2.py}.
 */
final class DebertaNetwork implements StateNetwork {
  private static final String WORDS = "embeddings.word_embeddings";

  private final NDManager manager;
  private final DebertaConfig config;
  private final EmbeddingTable words;
  private final @Nullable EmbeddingTable positions;
  private final @Nullable EmbeddingTable types;
  private final @Nullable Dense widened;
  private final Norm embedded;
  private final EmbeddingTable distances;
  private final @Nullable Convolved convolved;
  private final List<Layer> layers = new ArrayList<>();

  /** One transformer layer. */
  private record Layer(
      DisentangledAttention self, Norm attendedNorm, Dense wide, Dense narrow, Norm out) {}

  /** A convolution and what follows it. */
  private record Convolved(Dense convolution, Norm norm) {}

  /**
   * Copies the weights to the manager's device.
   *
   * @param manager closed together with this
   * @throws dev.locomo.core.error.DataError when a tensor is missing or has another shape than the
   *     configuration says
   */
  DebertaNetwork(NDManager manager, DebertaConfig config, Weights weights) {
    this.manager = manager;
    this.config = config;
    var source = new Parameters(weights, weights.prefixOf(WORDS + ".weight"), manager);
    long hidden = config.hidden();
    long width = config.embedding();
    words = source.table(WORDS, config.vocabulary(), width);
    positions =
        config.placed()
            ? source.table("embeddings.position_embeddings", config.positions(), width)
            : null;
    types =
        config.types() > 0
            ? source.table("embeddings.token_type_embeddings", config.types(), width)
            : null;
    widened = width == hidden ? null : source.projection("embeddings.embed_proj", hidden, width);
    embedded = source.norm("embeddings.LayerNorm", hidden, config.epsilon());
    distances = distances(source.below("encoder."));
    convolved = config.convolution().width() > 0 ? convolved(source.below("encoder.conv.")) : null;
    for (int i = 0; i < config.layers(); i++) {
      layers.add(layer(source.below("encoder.layer." + i + ".")));
    }
  }

  private EmbeddingTable distances(Parameters source) {
    long hidden = config.hidden();
    var table = source.table("rel_embeddings", 2L * config.distances().span(), hidden);
    return config.distances().normed()
        ? new EmbeddingTable(source.norm("LayerNorm", hidden, config.epsilon()).of(table.rows()))
        : table;
  }

  private Convolved convolved(Parameters source) {
    long hidden = config.hidden();
    var shape = config.convolution();
    return new Convolved(
        new Dense(
            source.tensor("conv.weight", hidden, hidden / shape.groups(), shape.width()),
            source.tensor("conv.bias", hidden)),
        source.norm("LayerNorm", hidden, config.epsilon()));
  }

  private Layer layer(Parameters source) {
    long hidden = config.hidden();
    return new Layer(
        config.second() ? second(source) : first(source),
        source.norm("attention.output.LayerNorm", hidden, config.epsilon()),
        source.dense("intermediate.dense", config.intermediate(), hidden),
        source.dense("output.dense", hidden, config.intermediate()),
        source.norm("output.LayerNorm", hidden, config.epsilon()));
  }

  /** Version 1 keeps query, key and value in one tensor, head by head, and only two have a bias. */
  private DisentangledAttention first(Parameters source) {
    long hidden = config.hidden();
    var self = source.below("attention.self.");
    var joined = source.weights().require(self.prefix() + "in_proj.weight", 3 * hidden, hidden);
    return new DisentangledAttention(
        new Dense(self.copied(third(joined, 0)), self.tensor("q_bias", hidden)),
        new Dense(self.copied(third(joined, 1)), null),
        new Dense(self.copied(third(joined, 2)), self.tensor("v_bias", hidden)),
        config.distances().keys() ? self.projection("pos_proj", hidden, hidden) : null,
        config.distances().queries() ? self.dense("pos_q_proj", hidden, hidden) : null,
        source.dense("attention.output.dense", hidden, hidden),
        config.heads());
  }

  private Weights.Tensor third(Weights.Tensor joined, int which) {
    int hidden = config.hidden();
    int head = hidden / config.heads() * hidden;
    float[] values = new float[hidden * hidden];
    for (int i = 0; i < config.heads(); i++) {
      System.arraycopy(joined.values(), (3 * i + which) * head, values, i * head, head);
    }
    return new Weights.Tensor(new long[] {hidden, hidden}, values);
  }

  private DisentangledAttention second(Parameters source) {
    long hidden = config.hidden();
    var self = source.below("attention.self.");
    Dense query = self.dense("query_proj", hidden, hidden);
    Dense key = self.dense("key_proj", hidden, hidden);
    var near = config.distances();
    Dense nearKey = near.shared() ? key : null;
    Dense nearQuery = near.shared() ? query : null;
    if (!near.shared()) {
      nearKey = near.keys() ? self.dense("pos_key_proj", hidden, hidden) : null;
      nearQuery = near.queries() ? self.dense("pos_query_proj", hidden, hidden) : null;
    }
    return new DisentangledAttention(
        query,
        key,
        self.dense("value_proj", hidden, hidden),
        near.keys() ? nearKey : null,
        near.queries() ? nearQuery : null,
        source.dense("attention.output.dense", hidden, hidden),
        config.heads());
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
    NDArray mask = Masks.padding(padded.attended());
    int length = (int) padded.tokens().getShape().get(1);
    var near = near(batch, length);
    NDArray attended = padded.attended().expandDims(2);
    NDArray states =
        Compute.within(batch, padded.tokens(), tokens -> embedded(tokens).mul(attended));
    NDArray input = convolved == null ? states : states.duplicate();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      boolean convolves = i == 0 && convolved != null;
      states =
          Compute.within(
              batch,
              states,
              x -> {
                NDArray y = applied(layer, x, mask, near);
                return convolves ? convolved(input, y, attended) : y;
              });
    }
    return states;
  }

  private DisentangledAttention.Near near(NDManager batch, int length) {
    long[] falling =
        LongStream.rangeClosed(1 - length, length - 1)
            .map(d -> config.distances().row((int) -d))
            .toArray();
    long[] rising =
        LongStream.rangeClosed(1 - length, length - 1)
            .map(d -> config.distances().row((int) d))
            .toArray();
    return new DisentangledAttention.Near(
        distances.of(batch.create(falling)), distances.of(batch.create(rising)));
  }

  private NDArray embedded(NDArray tokens) {
    NDArray sum = words.of(tokens);
    if (positions != null) {
      long length = tokens.getShape().get(1);
      sum = sum.add(positions.range(tokens.getManager(), 0, length));
    }
    if (types != null) {
      sum = sum.add(types.row(tokens.getManager(), 0));
    }
    return embedded.of(widened == null ? sum : widened.of(sum));
  }

  private NDArray applied(Layer layer, NDArray x, NDArray mask, DisentangledAttention.Near near) {
    NDArray attended = layer.attendedNorm().of(layer.self().of(x, mask, near).add(x));
    NDArray wide = config.activation().of(layer.wide().of(attended));
    return layer.out().of(layer.narrow().of(wide).add(attended));
  }

  /**
   * Padding is nothing on both sides of the convolution, as where a text of its own length ends.
   */
  private NDArray convolved(NDArray input, NDArray first, NDArray attended) {
    var convolution = java.util.Objects.requireNonNull(convolved);
    var shape = config.convolution();
    NDArray seen =
        Conv1d.conv1d(
                input.swapAxes(1, 2),
                convolution.convolution().weight(),
                java.util.Objects.requireNonNull(convolution.convolution().bias()),
                new Shape(1),
                new Shape((shape.width() - 1) / 2),
                new Shape(1),
                shape.groups())
            .singletonOrThrow()
            .swapAxes(1, 2)
            .mul(attended);
    return convolution.norm().of(first.add(shape.activation().of(seen))).mul(attended);
  }
}
