package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.TokenEncoder;
import dev.locomo.rag.tensor.Compute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer of a BERT, RoBERTa or DeBERTa checkpoint as a token encoder; the layers above it are not
 * loaded. On a CPU it computes in single, on a GPU in half precision.
 *
 * <p>Texts run sorted by length in batches of about {@value #BATCH_TOKENS} tokens; a batch that
 * does not fit into the device's memory is halved. Padding moves a state by rounding only.
 *
 * <p>Before a text for RoBERTa a blank is put, as bert-score does: its tokenizer knows the words of
 * the middle of a text better than a first word.
 */
public final class HuggingFaceTokenEncoder implements TokenEncoder {
  private static final int BATCH_TOKENS = 2048;

  /** Tokenizers that have no bound of their own say a very large number. */
  private static final long UNBOUNDED = 1_000_000;

  private final Path folder;
  private final String id;
  private final int layer;
  private final String before;
  private final HuggingFaceTokenizer tokenizer;
  private final StateNetwork network;

  private HuggingFaceTokenEncoder(
      Path folder, String id, int layer, Architecture architecture, StateNetwork network) {
    this.folder = folder;
    this.id = id;
    this.layer = layer;
    this.network = network;
    before = architecture.before();
    tokenizer =
        TokenizerFile.open(
            folder, architecture.vocabulary(), longest(folder, architecture.positions()));
  }

  /**
   * Loads a folder with {@code config.json}, {@code model.safetensors} or {@code
   * pytorch_model.bin}, and a tokenizer, on the first GPU if there is one.
   *
   * @param layer 0 for the embeddings, else at most the number of layers
   * @throws UserError when the checkpoint has no such layer
   * @throws DataError when a file is missing or cannot be used
   */
  public static HuggingFaceTokenEncoder load(Path folder, int layer) {
    var json = ModelConfig.read(folder.resolve("config.json"));
    var architecture = Architecture.of(json);
    if (layer < 0 || layer > architecture.layers()) {
      throw new UserError(
          folder + " has no layer " + layer, "a layer from 0 to " + architecture.layers());
    }
    var file = WeightsFile.of(folder);
    var manager = Compute.open();
    try (Weights weights = file.open()) {
      var network = architecture.network(manager, layer, weights);
      String precision = Compute.name(network.precision());
      String id = file.sha256().substring(0, 16) + ",layer " + layer + "," + precision;
      return new HuggingFaceTokenEncoder(folder, id, layer, architecture, network);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static int longest(Path folder, int positions) {
    Path file = folder.resolve("tokenizer_config.json");
    if (!Files.exists(file)) {
      return positions;
    }
    JsonNode json = JsonFiles.read(file, in -> JsonFiles.MAPPER.readTree(in));
    double longest = json.path("model_max_length").asDouble(UNBOUNDED);
    return longest < UNBOUNDED && longest > 2 ? Math.min(positions, (int) longest) : positions;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int layer() {
    return layer;
  }

  @Override
  public int dimension() {
    return network.hidden();
  }

  @Override
  public long[] tokens(String text) {
    return tokenizer.encode(text.isEmpty() ? text : before.concat(text)).getIds();
  }

  @Override
  public List<float[]> states(List<long[]> tokens) {
    var longestFirst =
        IntStream.range(0, tokens.size())
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(i -> tokens.get(i).length).reversed())
            .toList();
    float[][] states = new float[tokens.size()][];
    for (int from = 0; from < tokens.size(); ) {
      int size = Math.max(1, BATCH_TOKENS / tokens.get(longestFirst.get(from)).length);
      var batch = longestFirst.subList(from, Math.min(tokens.size(), from + size));
      var encoded = Compute.halving(batch.stream().map(tokens::get).toList(), network::states);
      for (int i = 0; i < batch.size(); i++) {
        states[batch.get(i)] = finite(encoded.get(i));
      }
      from += batch.size();
    }
    return new ArrayList<>(List.of(states));
  }

  private float[] finite(float[] states) {
    float sum = 0;
    for (float x : states) {
      sum += x * 0;
    }
    if (sum != 0) {
      throw new DataError(
          folder.toString(), "", "gives states that are not finite; the weights are damaged");
    }
    return states;
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
