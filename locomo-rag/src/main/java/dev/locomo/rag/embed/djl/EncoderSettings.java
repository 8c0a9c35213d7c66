package dev.locomo.rag.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What makes one vector of a network's states.
 *
 * @param unit whether the vector is scaled to length 1
 * @param longest most tokens of a text, the special ones included; the rest is cut off
 * @param queryPrefix put before a query; may be empty, as may {@code passagePrefix}
 */
public record EncoderSettings(
    Pooling pooling, boolean unit, int longest, String queryPrefix, String passagePrefix) {
  private static final int BERT_LONGEST = 512;

  /** How the states of a text's tokens become one vector. */
  public enum Pooling {
    /** Their mean, padding left out. */
    MEAN,
    /** The state of the first token. */
    CLS,
    /** The first token's state through the pooler layer and tanh, as BERT was pre-trained. */
    POOLER
  }

  /** Without prefixes and with BERT's longest input. */
  public static EncoderSettings of(Pooling pooling, boolean unit) {
    return new EncoderSettings(pooling, unit, BERT_LONGEST, "", "");
  }

  /**
   * Reads the files of sentence-transformers beside a checkpoint: {@code modules.json} with its
   * pooling folder, {@code sentence_bert_config.json} and {@code
   * config_sentence_transformers.json}. Without them it is the mean, not scaled, of 512 tokens.
   *
   * @throws DataError when they ask for something else than a pooling named in {@link Pooling} and
   *     a scaling
   */
  public static EncoderSettings read(Path folder) {
    JsonNode modules = ModelConfig.optional(folder.resolve("modules.json"));
    var pooling = Pooling.MEAN;
    boolean unit = false;
    for (JsonNode module : modules) {
      String type = module.path("type").asText();
      switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "Transformer" -> {}
        case "Pooling" ->
            pooling = pooling(folder.resolve(module.path("path").asText()).resolve("config.json"));
        case "Normalize" -> unit = true;
        default ->
            throw new DataError(
                folder.resolve("modules.json").toString(),
                "",
                "found module " + type + "; expected Transformer, Pooling and Normalize");
      }
    }
    JsonNode prompts =
        ModelConfig.optional(folder.resolve("config_sentence_transformers.json")).path("prompts");
    String document = prompts.path("document").asText(prompts.path("passage").asText(""));
    return new EncoderSettings(
        pooling,
        unit,
        ModelConfig.optional(folder.resolve("sentence_bert_config.json"))
            .path("max_seq_length")
            .asInt(BERT_LONGEST),
        prompts.path("query").asText(""),
        document);
  }

  private static Pooling pooling(Path file) {
    JsonNode json = ModelConfig.optional(file);
    if (json.path("pooling_mode_cls_token").asBoolean()) {
      return Pooling.CLS;
    }
    if (json.path("pooling_mode_mean_tokens").asBoolean()) {
      return Pooling.MEAN;
    }
    throw new DataError(
        file.toString(), "", "found no pooling by the mean or the first token; expected one");
  }

  /** Part of an encoder's id. */
  @Override
  public String toString() {
    boolean bare = queryPrefix.isEmpty() && passagePrefix.isEmpty();
    return pooling.name().toLowerCase(Locale.ROOT)
        + (unit ? ",unit," : ",")
        + longest
        + (bare ? "" : ",'" + queryPrefix + "','" + passagePrefix + "'");
  }
}
