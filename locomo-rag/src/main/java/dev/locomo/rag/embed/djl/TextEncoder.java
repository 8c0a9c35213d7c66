package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.types.DataType;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.TokenBatches;
import java.nio.file.Path;
import java.util.List;

/** One checkpoint that encodes texts: network, tokenizer, pooling. */
final class TextEncoder implements AutoCloseable {
  private final String name;
  private final String id;
  private final int dimension;
  private final EncoderSettings settings;
  private final HuggingFaceTokenizer tokenizer;
  private final BertNetwork network;
  private final TokenBatches batches;

  private TextEncoder(BertCheckpoint checkpoint, EncoderSettings settings, BertNetwork network) {
    name = checkpoint.folder().toString();
    dimension = checkpoint.config().hidden();
    this.settings = settings;
    this.network = network;
    id = id(checkpoint, settings, network.precision());
    tokenizer = checkpoint.tokenizer(settings.longest());
    batches = new TokenBatches(BertCheckpoint.batchTokens(network));
  }

  /**
   * Loads a folder with {@code config.json}, {@code model.safetensors} or {@code
   * pytorch_model.bin}, and {@code tokenizer.json} or {@code vocab.txt}, on the first GPU if there
   * is one.
   *
   * @throws DataError when a file is missing or cannot be used
   */
  static TextEncoder load(Path folder, EncoderSettings settings) {
    var checkpoint = BertCheckpoint.of(folder);
    var network = checkpoint.network();
    try {
      if (settings.pooling() == Pooling.POOLER && !network.hasPooler()) {
        throw new DataError(folder.toString(), "pooler.dense.weight", "found no such tensor");
      }
      return new TextEncoder(checkpoint, settings, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** What {@link #id()} will be; loads nothing. */
  static String id(BertCheckpoint checkpoint, EncoderSettings settings) {
    return id(checkpoint, settings, Compute.precision());
  }

  private static String id(
      BertCheckpoint checkpoint, EncoderSettings settings, DataType precision) {
    return checkpoint.hash() + "," + settings + "," + Compute.name(precision);
  }

  /** The hash of the files, the settings, and the precision. */
  String id() {
    return id;
  }

  int dimension() {
    return dimension;
  }

  /** One vector a text, in the order given. */
  float[][] encode(List<String> texts) {
    List<Tokens> inputs = texts.stream().map(t -> Tokens.of(tokenizer.encode(t).getIds())).toList();
    return batches
        .run(inputs, Tokens::length, some -> network.encode(some, settings.pooling()))
        .stream()
        .map(this::finished)
        .toArray(float[][]::new);
  }

  private float[] finished(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    if (!Double.isFinite(squares)) {
      throw new DataError(name, "", "gives vectors that are not finite; the weights are damaged");
    }
    if (settings.unit() && squares > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / Math.sqrt(squares));
      }
    }
    return vector;
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
