package dev.locomo.rag.embed.djl;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.BytePairs;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A BERT's folder.
 *
 * @param folder with {@code config.json}, weights, and {@code tokenizer.json} or {@code vocab.txt}
 * @param config what its configuration says
 */
record BertCheckpoint(Path folder, BertConfig config) {
  /** Everything beside the weights that can change a result. */
  private static final List<String> SMALL =
      List.of("config.json", "tokenizer.json", "vocab.txt", "tokenizer_config.json");

  /** The same where the tokenizer is made of these. */
  private static final List<String> PAIRS = List.of("vocab.json", "merges.txt");

  /** On a GPU small batches waste it, on a CPU large ones waste the cache. */
  private static final int CPU_TOKENS = 2048;

  private static final int GPU_TOKENS = 32_768;

  /**
   * Reads the configuration.
   *
   * @throws DataError when it is missing, or not that of a BERT
   */
  static BertCheckpoint of(Path folder) {
    return new BertCheckpoint(folder, BertConfig.read(folder.resolve("config.json")));
  }

  /**
   * Loads the network, on the first GPU if there is one; to be closed.
   *
   * @throws DataError when the weights are missing or do not fit the configuration
   * @throws dev.locomo.core.error.UserError when they do not fit into the device's memory
   */
  BertNetwork network() {
    NDManager manager = Compute.open();
    try (Weights weights = WeightsFile.of(folder).open()) {
      return new BertNetwork(manager, config, weights);
    } catch (EngineException e) {
      manager.close();
      throw Compute.isOutOfMemory(e) ? Compute.tooLarge(folder.toString(), e) : e;
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Opens the tokenizer; to be closed.
   *
   * @param longest most tokens of an input; the network may allow fewer
   */
  HuggingFaceTokenizer tokenizer(int longest) {
    return TokenizerFile.open(folder, config.vocabulary(), Math.min(longest, config.positions()));
  }

  /** Tokens of a batch that suit where the network is. */
  static int batchTokens(BertNetwork network) {
    return network.precision() == DataType.FLOAT16 ? GPU_TOKENS : CPU_TOKENS;
  }

  /** The first 16 digits of a hash of all files that can change a result. */
  String hash() {
    var digest = Sha256.digest();
    try {
      var names = new ArrayList<>(SMALL);
      names.addAll(BytePairs.isIn(folder) ? PAIRS : List.of());
      for (String name : names) {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
          digest.update((name + "\n" + Files.size(file) + "\n").getBytes(UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + e + ")", e);
    }
    digest.update(WeightsFile.of(folder).sha256().getBytes(UTF_8));
    return Sha256.hex(digest).substring(0, 16);
  }
}
