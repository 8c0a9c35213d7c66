package dev.locomo.rag.embed.djl;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.types.DataType;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.PairScorer.Pair;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.TokenBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A BERT or RoBERTa on this machine that gives each text, or pair of texts, one state. */
final class TextEncoder implements AutoCloseable {
  /** Everything beside the weights that can change a result. */
  private static final List<String> SMALL =
      List.of("config.json", "tokenizer.json", "vocab.txt", "tokenizer_config.json");

  /** The same where the tokenizer is made of these. */
  private static final List<String> PAIRS = List.of("vocab.json", "merges.txt");

  /** On a GPU small batches waste it, on a CPU large ones waste the cache. */
  private static final int CPU_TOKENS = 2048;

  private static final int GPU_TOKENS = 32_768;

  private final Path folder;
  private final EncoderConfig config;
  private final Pooling pooling;
  private final HuggingFaceTokenizer tokenizer;
  private final EncoderNetwork network;
  private final TokenBatches batches;

  private TextEncoder(Path folder, int longest, Pooling pooling, Parameters source) {
    this.folder = folder;
    this.pooling = pooling;
    config = config(folder);
    network = new EncoderNetwork(config, source);
    if (pooling == Pooling.POOLER && !network.hasPooler()) {
      throw new DataError(folder.toString(), "pooler.dense.weight", "found no such tensor");
    }
    int cut = Math.min(longest, config.inputs().longest());
    tokenizer = TokenizerFile.open(folder, config.inputs().vocabulary(), cut);
    batches = new TokenBatches(precision() == DataType.FLOAT16 ? GPU_TOKENS : CPU_TOKENS);
  }

  /** What a folder says of itself; a {@link DataError} where it is no BERT or RoBERTa. */
  static EncoderConfig config(Path folder) {
    return EncoderConfig.of(ModelConfig.read(folder.resolve("config.json")), EncoderConfig.BERTS);
  }

  /**
   * Loads a folder with {@code config.json}, weights and a tokenizer, on the first GPU if there is
   * one; {@code longest} tokens are read of an input, or fewer where the network allows fewer.
   */
  static TextEncoder load(Path folder, int longest, Pooling pooling) {
    return Parameters.load(folder, source -> new TextEncoder(folder, longest, pooling, source));
  }

  /** The first 16 digits of a hash of all files that can change a result. */
  static String hash(Path folder) {
    var digest = Sha256.digest();
    var pairs = TokenizerFile.isOfPairs(folder) ? PAIRS : List.<String>of();
    try {
      for (String name : Stream.concat(SMALL.stream(), pairs.stream()).toList()) {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
          digest.update((name + "\n" + Files.size(file) + "\n").getBytes(UTF_8));
          try (var in = UserFile.open(file)) {
            digest.update(in.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
    digest.update(WeightsFile.of(folder).sha256().getBytes(UTF_8));
    return Sha256.hex(digest).substring(0, 16);
  }

  DataType precision() {
    return network.precision();
  }

  int dimension() {
    return config.sizes().hidden();
  }

  /** The states of texts, in the order given; not normalised. */
  List<float[]> texts(List<String> texts) {
    return states(texts.stream().map(t -> Tokens.of(tokenizer.encode(t).getIds())).toList());
  }

  /** The states of pairs, in the order given. */
  List<float[]> pairs(List<Pair> pairs) {
    int types = config.inputs().types();
    return states(
        pairs.stream()
            .map(p -> Tokens.of(tokenizer.encode(p.query(), p.passage()), types))
            .toList());
  }

  private List<float[]> states(List<Tokens> inputs) {
    return batches.run(inputs, Tokens::length, some -> network.encode(some, pooling));
  }

  /** An error to throw where what comes out is no numbers. */
  DataError damaged(String what) {
    return new DataError(
        folder.toString(), "", "gives " + what + " that are not finite; the weights are damaged");
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
