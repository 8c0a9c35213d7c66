package dev.locomo.rag.embed.djl;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.types.DataType;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.OnnxFile;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.hub.LocalModel;
import dev.locomo.rag.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of an encoder: its configuration, and its network as ONNX or as a checkpoint of
 * PyTorch.
 *
 * @param onnx null where the network is one of ours
 */
record EncoderFiles(Path folder, ModelConfig config, @Nullable OnnxFile onnx) {
  /** Everything beside the weights that can change a result. */
  private static final List<String> SMALL =
      List.of("config.json", "tokenizer.json", "vocab.txt", "tokenizer_config.json");

  /** The same where the tokenizer is made of these. */
  private static final List<String> PAIRS = List.of("vocab.json", "merges.txt");

  /** The positions that our networks know; jina-embeddings-v2 calls itself bert and has others. */
  private static final String ABSOLUTE = "absolute";

  /** Whose first position is the padding's index + 1. */
  private static final Set<String> SHIFTED = Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

  /**
   * Looks at a folder, or at the {@code .onnx} file in it, or in {@code onnx/} below it, that is
   * meant. A folder's ONNX file is preferred, unless there is a GPU and a network of ours runs
   * there.
   *
   * @throws DataError when there is neither ONNX nor a BERT or RoBERTa
   */
  static EncoderFiles of(Path place) {
    boolean file = place.toString().endsWith(".onnx");
    Path folder = file ? LocalModel.folderOf(place) : place;
    var config = ModelConfig.read(folder.resolve("config.json"));
    var positions = config.json().path("position_embedding_type").asText(ABSOLUTE);
    boolean bert = EncoderConfig.BERTS.contains(config.type()) && positions.equals(ABSOLUTE);
    boolean ours = bert && WeightsFile.NAMES.stream().map(folder::resolve).anyMatch(Files::exists);
    var onnx =
        (file ? Optional.of(place) : OnnxFile.in(folder))
            .map(OnnxFile::read)
            .map(OnnxFile::complete)
            .orElse(null);
    if (onnx == null && !bert) {
      if (!positions.equals(ABSOLUTE)) {
        throw config.wrong(
            "position_embedding_type",
            "found \"%s\"; expected \"%s\"; any other kind needs onnx/model.onnx beside it"
                .formatted(positions, ABSOLUTE));
      }
      throw config.wrong(
          "model_type",
          "found \"%s\"; expected one of %s; any other kind needs onnx/model.onnx beside it"
              .formatted(config.type(), String.join(", ", EncoderConfig.BERTS)));
    }
    return new EncoderFiles(
        folder, config, ours && !file && Compute.precision() == DataType.FLOAT16 ? null : onnx);
  }

  /** The first 16 digits of a hash of all files that can change a result. */
  String hash() {
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
    if (onnx == null) {
      digest.update(WeightsFile.of(folder).sha256().getBytes(UTF_8));
    } else {
      onnx.feed(digest);
    }
    return Sha256.hex(digest).substring(0, 16);
  }

  /** Most tokens that the network can place. */
  int longest() {
    String key = config.json().has("n_positions") ? "n_positions" : "max_position_embeddings";
    int positions = config.positive(key, Integer.MAX_VALUE);
    boolean shifted = SHIFTED.contains(config.type()) && positions < Integer.MAX_VALUE;
    return shifted ? positions - padding() - 1 : positions;
  }

  /** Length of a state: the first of the names that configurations have for it. */
  int width() {
    return Stream.of("hidden_size", "n_embd", "d_model", "dim")
        .filter(config.json()::has)
        .map(config::positive)
        .findFirst()
        .orElseThrow(() -> config.wrong("hidden_size", "found none; expected the states' length"));
  }

  /** Rows of the word embeddings. */
  int vocabulary() {
    return config.positive("vocab_size", Integer.MAX_VALUE);
  }

  /** How texts are padded. */
  OnnxNetwork.Form form() {
    var tokenizer = ModelConfig.optional(folder.resolve("tokenizer_config.json"));
    boolean left = tokenizer.path("padding_side").asText("right").equals("left");
    return new OnnxNetwork.Form(padding(), left, 0);
  }

  private int padding() {
    int absent = SHIFTED.contains(config.type()) ? 1 : 0;
    return Math.max(0, config.json().path("pad_token_id").asInt(absent));
  }
}
