package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A BERT (or RoBERTa) encoder as tensor operations.
 *
 * <p><b>Source</b> Devlin et al., NAACL 2019, section 3; tensor names and the order of operations
 * are those of Hugging Face transformers' {@code modeling_bert.py}.
 */
final class BertNetwork implements AutoCloseable {
  /** Added to the scores of padding before the softmax; fits half precision. */
  private static final double MASKED = -60_000;

  private static final String WORDS = "embeddings.word_embeddings.weight";

  private final NDManager manager;
  private final BertConfig config;
  private final NDArray words;
  private final NDArray positions;
  private final NDArray types;
  private final Norm embedded;
  private final List<Layer> layers = new ArrayList<>();
  private final @Nullable Dense pooler;

  /** A fully connected layer. */
  private record Dense(NDArray weight, NDArray bias) {
    NDArray of(NDArray x) {
      return Linear.linear(x, weight, bias).singletonOrThrow();
    }
  }

  /** A layer norm. */
  private record Norm(NDArray gain, NDArray bias, float epsilon) {
    NDArray of(NDArray x) {
      return LayerNorm.layerNorm(x, gain.getShape(), gain, bias, epsilon).singletonOrThrow();
    }
  }

  /** One transformer layer. */
  private record Layer(
      Dense query,
      Dense key,
      Dense value,
      Dense attended,
      Norm attendedNorm,
      Dense wide,
      Dense narrow,
      Norm out) {}

  /** Reads tensors of known shapes, all below one prefix. */
  private record Source(Weights weights, String prefix, NDManager manager, DataType precision) {
    NDArray tensor(String name, long... shape) {
      var tensor = weights.require(prefix + name, shape);
      NDArray full = manager.create(tensor.values(), new Shape(shape));
      if (precision == DataType.FLOAT32) {
        return full;
      }
      try (full) {
        return full.toType(precision, true);
      }
    }

    Dense dense(String name, long out, long in) {
      return new Dense(tensor(name + ".weight", out, in), tensor(name + ".bias", out));
    }

    Norm norm(String name, BertConfig config) {
      String gain = weights.names().contains(prefix + name + ".gamma") ? ".gamma" : ".weight";
      String bias = gain.equals(".gamma") ? ".beta" : ".bias";
      return new Norm(
          tensor(name + gain, config.hidden()),
          tensor(name + bias, config.hidden()),
          config.epsilon());
    }

    boolean has(String name) {
      return weights.names().contains(prefix + name);
    }
  }

  /**
   * Copies the weights to the manager's device.
   *
   * @param manager closed together with this
   * @throws dev.locomo.core.error.DataError when a tensor is missing or has another shape than the
   *     configuration says
   */
  BertNetwork(NDManager manager, BertConfig config, Weights weights) {
    this.manager = manager;
    this.config = config;
    var precision = manager.getDevice().isGpu() ? DataType.FLOAT16 : DataType.FLOAT32;
    var source = new Source(weights, weights.prefixOf(WORDS), manager, precision);
    long hidden = config.hidden();
    long places = (long) config.positions() + config.firstPosition();
    words = source.tensor(WORDS, config.vocabulary(), hidden);
    positions = source.tensor("embeddings.position_embeddings.weight", places, hidden);
    types = source.tensor("embeddings.token_type_embeddings.weight", config.types(), hidden);
    embedded = source.norm("embeddings.LayerNorm", config);
    for (int i = 0; i < config.layers(); i++) {
      layers.add(layer(source, "encoder.layer." + i + "."));
    }
    pooler =
        source.has("pooler.dense.weight") ? source.dense("pooler.dense", hidden, hidden) : null;
  }

  private Layer layer(Source source, String at) {
    long hidden = config.hidden();
    return new Layer(
        source.dense(at + "attention.self.query", hidden, hidden),
        source.dense(at + "attention.self.key", hidden, hidden),
        source.dense(at + "attention.self.value", hidden, hidden),
        source.dense(at + "attention.output.dense", hidden, hidden),
        source.norm(at + "attention.output.LayerNorm", config),
        source.dense(at + "intermediate.dense", config.intermediate(), hidden),
        source.dense(at + "output.dense", hidden, config.intermediate()),
        source.norm(at + "output.LayerNorm", config));
  }

  /** Whether it has the layer that {@link Pooling#POOLER} needs. */
  boolean hasPooler() {
    return pooler != null;
  }

  /** {@code fp32} or {@code fp16}. */
  String precision() {
    return words.getDataType() == DataType.FLOAT16 ? "fp16" : "fp32";
  }

  /**
   * One vector a text.
   *
   * @param ids token ids, each text's at least one and at most as many as the network can place
   * @return arrays of {@code hidden} numbers, not normalised
   */
  float[][] encode(List<long[]> ids, Pooling pooling) {
    try (var batch = manager.newSubManager()) {
      int longest = ids.stream().mapToInt(i -> i.length).max().orElseThrow();
      long[] tokens = new long[ids.size() * longest];
      float[] mask = new float[tokens.length];
      for (int i = 0; i < ids.size(); i++) {
        System.arraycopy(ids.get(i), 0, tokens, i * longest, ids.get(i).length);
        Arrays.fill(mask, i * longest, i * longest + ids.get(i).length, 1);
      }
      var shape = new Shape(ids.size(), longest);
      NDArray attended = batch.create(mask, shape).toType(words.getDataType(), false);
      NDArray states = states(batch, batch.create(tokens, shape), attended);
      NDArray pooled = pooled(states, attended, pooling).toType(DataType.FLOAT32, false);
      return rows(pooled.toFloatArray(), ids.size());
    }
  }

  /** The last layer's states, attached to the batch. */
  private NDArray states(NDManager batch, NDArray tokens, NDArray attended) {
    NDArray hidden = attended.mul(-1).add(1).mul(MASKED).expandDims(1).expandDims(1);
    NDArray states =
        within(
            batch,
            tokens,
            t -> {
              long first = config.firstPosition();
              var places = new NDIndex("{}:{}", first, first + t.getShape().get(1));
              NDArray sum =
                  Embedding.embedding(t, words, SparseFormat.DENSE)
                      .singletonOrThrow()
                      .add(positions.get(t.getManager(), places))
                      .add(types.get(t.getManager(), new NDIndex(0)));
              return embedded.of(sum);
            });
    for (Layer layer : layers) {
      states = within(batch, states, x -> applied(layer, x, hidden));
    }
    return states;
  }

  /** Frees the input and all that is made on the way, so that one layer's memory is the peak. */
  private static NDArray within(NDManager batch, NDArray input, UnaryOperator<NDArray> step) {
    try (var scratch = batch.newSubManager()) {
      input.attach(scratch);
      NDArray result = step.apply(input);
      result.attach(batch);
      return result;
    }
  }

  private NDArray applied(Layer layer, NDArray x, NDArray hidden) {
    NDArray query = heads(layer.query().of(x));
    NDArray key = heads(layer.key().of(x));
    NDArray value = heads(layer.value().of(x));
    double scale = 1 / Math.sqrt((double) config.hidden() / config.heads());
    NDArray weights = query.matMul(key.swapAxes(2, 3)).mul(scale).add(hidden).softmax(-1);
    NDArray seen = weights.matMul(value).swapAxes(1, 2).reshape(x.getShape());
    NDArray attended = layer.attendedNorm().of(layer.attended().of(seen).add(x));
    NDArray wide = activated(layer.wide().of(attended));
    return layer.out().of(layer.narrow().of(wide).add(attended));
  }

  /** {@code [batch, length, hidden]} to {@code [batch, heads, length, hidden / heads]}. */
  private NDArray heads(NDArray x) {
    long length = x.getShape().get(1);
    return x.reshape(-1, length, config.heads(), config.hidden() / config.heads()).swapAxes(1, 2);
  }

  private NDArray activated(NDArray x) {
    return switch (config.activation()) {
      case "gelu" -> Activation.gelu(x);
      case "relu" -> Activation.relu(x);
      default -> {
        NDArray inner = x.pow(3).mul(0.044715).add(x).mul(Math.sqrt(2 / Math.PI));
        yield inner.tanh().add(1).mul(x).mul(0.5);
      }
    };
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

  private static float[][] rows(float[] values, int rows) {
    float[][] vectors = new float[rows][];
    int dimension = values.length / rows;
    for (int i = 0; i < rows; i++) {
      vectors[i] = Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
    }
    return vectors;
  }

  @Override
  public void close() {
    manager.close();
  }
}
