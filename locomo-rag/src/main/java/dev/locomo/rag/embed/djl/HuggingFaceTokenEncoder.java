package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.TokenEncoder;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.TokenBatches;
import java.nio.file.Path;
import java.util.List;

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
public record HuggingFaceTokenEncoder(
    String id,
    Path folder,
    int layer,
    int dimension,
    String before,
    HuggingFaceTokenizer tokenizer,
    EncoderNetwork network)
    implements TokenEncoder {
  private static final int BATCH_TOKENS = 2048;

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
    var config = EncoderConfig.of(json, EncoderConfig.ALL);
    int layers = config.sizes().layers();
    if (layer < 0 || layer > layers) {
      throw new UserError(folder + " has no layer " + layer, "a layer from 0 to " + layers);
    }
    int longest = Math.min(TokenizerFile.longest(folder), config.inputs().longest());
    String hash = WeightsFile.of(folder).sha256().substring(0, 16);
    return Parameters.load(
        folder,
        source -> {
          var network = new EncoderNetwork(config.withLayers(layer), source);
          return new HuggingFaceTokenEncoder(
              hash + ",layer " + layer + "," + Compute.name(network.precision()),
              folder,
              layer,
              config.sizes().hidden(),
              json.type().equals("roberta") ? " " : "",
              TokenizerFile.open(folder, config.inputs().vocabulary(), longest),
              network);
        });
  }

  @Override
  public long[] tokens(String text) {
    return tokenizer.encode(text.isEmpty() ? text : before.concat(text)).getIds();
  }

  @Override
  public List<float[]> states(List<long[]> tokens) {
    var states = new TokenBatches(BATCH_TOKENS).run(tokens, t -> t.length, network::states);
    for (float[] some : states) {
      float sum = 0;
      for (float x : some) {
        sum += x * 0;
      }
      if (sum != 0) {
        throw new DataError(
            folder.toString(), "", "gives states that are not finite; the weights are damaged");
      }
    }
    return states;
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
