package dev.locomo.rag.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.OnnxFile;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.hub.LocalModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes one vector of a network's states.
 *
 * @param layers what a pooled state goes through, in this order
 * @param unit whether the vector is scaled to length 1 in the end
 * @param longest most tokens of a text, the special ones included; the rest is cut off
 */
public record EncoderSettings(Pooling pooling, List<DenseLayer> layers, boolean unit, int longest) {
  private static final int BERT_LONGEST = 512;
  private static final String OF_OLD = "pooling_mode_";

  /** How the states of a text's tokens become one vector. */
  public enum Pooling {
    /** Their mean, padding left out. */
    MEAN("mean", "mean_tokens"),
    /** The state of the first token. */
    CLS("cls", "cls_token"),
    /** The state of the last token, as decoders have seen the whole text only there. */
    LAST("lasttoken", "lasttoken"),
    /** The highest of each number. */
    MAX("max", "max_tokens"),
    /** The mean, weighted by 1, 2, 3, ... */
    WEIGHTED("weightedmean", "weightedmean_tokens"),
    /** The mean times the square root of the number of tokens. */
    ROOT("mean_sqrt_len_tokens", "mean_sqrt_len_tokens"),
    /** The first token's state through the pooler layer and tanh, as BERT was pre-trained. */
    POOLER("", ""),
    /** The vector that the network gives by itself, where it gives one; else the mean. */
    OWN("", ""),
    /** What the network says of a pair, not of a text. */
    LOGITS("", "");

    /** The value of {@code pooling_mode} in sentence-transformers 6. */
    private final String word;

    /** The end of the key before that. */
    private final String key;

    Pooling(String word, String key) {
      this.word = word;
      this.key = key;
    }

    /**
     * The vector of a text's states.
     *
     * @param first row of its first token
     * @param tokens at least 1
     * @param state of a row; a new array each time
     */
    double[] of(int first, int tokens, IntFunction<double[]> state) {
      double[] vector = state.apply(this == LAST ? first + tokens - 1 : first);
      if (this == CLS || this == LAST) {
        return vector;
      }
      double weights = 1;
      for (int token = 1; token < tokens; token++) {
        double[] next = state.apply(first + token);
        double weight = this == WEIGHTED ? token + 1 : 1;
        weights += weight;
        for (int i = 0; i < vector.length; i++) {
          vector[i] = this == MAX ? Math.max(vector[i], next[i]) : vector[i] + weight * next[i];
        }
      }
      double by = this == MAX ? 1 : this == ROOT ? Math.sqrt(weights) : weights;
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= by;
      }
      return vector;
    }

    /** What the files of sentence-transformers say. */
    private static Pooling read(Path file) {
      JsonNode json = ModelConfig.optional(file);
      JsonNode mode = json.path("pooling_mode");
      List<Pooling> said =
          Stream.of(values())
              .filter(p -> !p.word.isEmpty())
              .filter(p ->
                  mode.isMissingNode()
                      ? json.path(OF_OLD + p.key).asBoolean()
                      : mode.asText().equals(p.word))
              .toList();
      if (said.size() != 1) {
        throw new DataError(
            file.toString(),
            "",
            "found %s; expected one pooling of %s"
                .formatted(
                    mode.isMissingNode() ? said.size() + " poolings" : "pooling " + mode,
                    Stream.of(values())
                        .map(p -> p.word)
                        .filter(w -> !w.isEmpty())
                        .collect(Collectors.joining(", "))));
      }
      if (!json.path("include_prompt").asBoolean(true)) {
        throw new DataError(
            file.toString(), "/include_prompt", "found false; expected prompts to be pooled too");
      }
      return said.getFirst();
    }
  }

  public EncoderSettings {
    layers = List.copyOf(layers);
  }

  /** With BERT's longest input and no layers. */
  public static EncoderSettings of(Pooling pooling, boolean unit) {
    return new EncoderSettings(pooling, List.of(), unit, BERT_LONGEST);
  }

  /**
   * Reads the files of sentence-transformers in a model's folder: {@code modules.json} with the
   * folders of its modules, and the longest input in {@code sentence_bert_config.json} or {@code
   * tokenizer_config.json}. Without them it is the vector that an ONNX file gives by itself, or the
   * mean, not scaled.
   *
   * @throws DataError when they ask for something else than a pooling named in {@link Pooling},
   *     fully connected layers and a scaling
   */
  public static EncoderSettings read(LocalModel model) {
    Path folder = model.folder();
    boolean onnx = !model.network().isEmpty() || OnnxFile.in(folder).isPresent();
    var pooling = onnx ? Pooling.OWN : Pooling.MEAN;
    var layers = new ArrayList<DenseLayer>();
    boolean unit = false;
    Path file = folder.resolve("modules.json");
    for (JsonNode module : ModelConfig.optional(file)) {
      String type = module.path("type").asText();
      Path part = folder.resolve(module.path("path").asText());
      switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "Transformer" -> {}
        case "Pooling" -> pooling = Pooling.read(part.resolve("config.json"));
        case "Dense" -> {
          layers.add(DenseLayer.of(part, unit));
          unit = false;
        }
        case "Normalize" -> unit = true;
        default ->
            throw new DataError(
                file.toString(),
                "",
                "found module " + type + "; expected Transformer, Pooling, Dense and Normalize");
      }
    }
    return new EncoderSettings(pooling, layers, unit, longest(folder));
  }

  private static int longest(Path folder) {
    int tokenizers = TokenizerFile.longest(folder);
    int bound = tokenizers == Integer.MAX_VALUE ? BERT_LONGEST : tokenizers;
    return ModelConfig.optional(folder.resolve("sentence_bert_config.json"))
        .path("max_seq_length")
        .asInt(Files.exists(folder.resolve("modules.json")) ? bound : BERT_LONGEST);
  }

  /** Length of a vector over states of this one. */
  int dimension(int width) {
    return layers.isEmpty() ? width : layers.getLast().out();
  }

  /** Part of an encoder's id. */
  @Override
  public String toString() {
    return pooling.name().toLowerCase(Locale.ROOT)
        + layers.stream().map(layer -> "," + layer.hash()).collect(Collectors.joining())
        + (unit ? ",unit," : ",")
        + longest;
  }
}
