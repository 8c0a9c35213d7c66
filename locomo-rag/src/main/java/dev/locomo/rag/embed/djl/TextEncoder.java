package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.tensor.Compute;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One checkpoint that encodes texts: network, tokenizer, pooling. Texts run sorted by length in
 * batches of about {@link #BATCH_TOKENS} tokens; a batch that does not fit into the device's memory
 * is halved.
 */
final class TextEncoder implements AutoCloseable {
  private static final int BATCH_TOKENS = 2048;

  private final String name;
  private final String id;
  private final BertConfig config;
  private final EncoderSettings settings;
  private final HuggingFaceTokenizer tokenizer;
  private final BertNetwork network;

  private TextEncoder(
      Path folder,
      String sha256,
      BertConfig config,
      EncoderSettings settings,
      BertNetwork network) {
    name = folder.toString();
    this.config = config;
    this.settings = settings;
    this.network = network;
    id = sha256.substring(0, 16) + "," + settings + "," + Compute.name(network.precision());
    tokenizer =
        TokenizerFile.open(
            folder, config.vocabulary(), Math.min(settings.longest(), config.positions()));
  }

  /**
   * Loads a folder with {@code config.json}, {@code model.safetensors} or {@code
   * pytorch_model.bin}, and {@code tokenizer.json} or {@code vocab.txt}, on the first GPU if there
   * is one.
   *
   * @throws DataError when a file is missing or cannot be used
   */
  static TextEncoder load(Path folder, EncoderSettings settings) {
    var config = BertConfig.read(folder.resolve("config.json"));
    var file = WeightsFile.of(folder);
    var manager = Compute.open();
    try (Weights weights = file.open()) {
      var network = new BertNetwork(manager, config, weights);
      if (settings.pooling() == Pooling.POOLER && !network.hasPooler()) {
        throw new DataError(weights.file(), "pooler.dense.weight", "found no such tensor");
      }
      return new TextEncoder(folder, file.sha256(), config, settings, network);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** The weights' hash, the settings, and the precision. */
  String id() {
    return id;
  }

  int dimension() {
    return config.hidden();
  }

  /** One vector a text, in the order given. */
  float[][] encode(List<String> texts) {
    long[][] ids = texts.stream().map(t -> tokenizer.encode(t).getIds()).toArray(long[][]::new);
    List<Integer> longestFirst =
        IntStream.range(0, ids.length)
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(i -> ids[i].length).reversed())
            .toList();
    float[][] vectors = new float[ids.length][];
    for (int from = 0; from < ids.length; ) {
      int size = Math.max(1, BATCH_TOKENS / ids[longestFirst.get(from)].length);
      var batch = longestFirst.subList(from, Math.min(ids.length, from + size));
      List<float[]> encoded =
          Compute.halving(
              batch.stream().map(i -> ids[i]).toList(),
              part -> network.encode(part, settings.pooling()));
      for (int i = 0; i < batch.size(); i++) {
        vectors[batch.get(i)] = finished(encoded.get(i));
      }
      from += batch.size();
    }
    return vectors;
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
