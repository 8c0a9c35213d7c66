package dev.locomo.rag.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.nio.file.Path;
import java.util.Set;

/**
 * What {@code config.json} says of a BERT.
 *
 * @param layers number of layers
 * @param hidden width of a token's state
 * @param heads attention heads; divides {@code hidden}
 * @param intermediate width between the two halves of a feed-forward layer
 * @param vocabulary rows of the word embeddings
 * @param positions most tokens of an input that the network can place
 * @param firstPosition position of the first token: 0 for BERT, the padding's index + 1 for RoBERTa
 * @param types rows of the segment embeddings
 * @param epsilon of the layer norms
 * @param activation {@code gelu}, {@code gelu_new} (its tanh approximation) or {@code relu}
 */
record BertConfig(
    int layers,
    int hidden,
    int heads,
    int intermediate,
    int vocabulary,
    int positions,
    int firstPosition,
    int types,
    float epsilon,
    String activation) {
  private static final Set<String> BERTS = Set.of("bert", "dpr");
  private static final Set<String> ROBERTAS = Set.of("roberta", "xlm-roberta", "camembert");

  /**
   * Reads the file.
   *
   * @throws DataError when it is no BERT or RoBERTa, or a number is missing or makes no sense
   */
  static BertConfig read(Path file) {
    JsonNode json = JsonFiles.read(file, in -> JsonFiles.MAPPER.readTree(in));
    String type = json.path("model_type").asText("");
    boolean roberta = ROBERTAS.contains(type);
    if (!roberta && !BERTS.contains(type)) {
      throw new DataError(
          file.toString(),
          "/model_type",
          "found \"" + type + "\"; expected one of bert, dpr, roberta, xlm-roberta, camembert");
    }
    String position = json.path("position_embedding_type").asText("absolute");
    if (!position.equals("absolute") && !position.equals("null")) {
      throw new DataError(
          file.toString(),
          "/position_embedding_type",
          "found \"" + position + "\"; expected absolute");
    }
    int first = roberta ? json.path("pad_token_id").asInt(1) + 1 : 0;
    var config =
        new BertConfig(
            positive(file, json, "num_hidden_layers"),
            positive(file, json, "hidden_size"),
            positive(file, json, "num_attention_heads"),
            positive(file, json, "intermediate_size"),
            positive(file, json, "vocab_size"),
            positive(file, json, "max_position_embeddings") - first,
            first,
            json.path("type_vocab_size").asInt(2),
            (float) json.path("layer_norm_eps").asDouble(1e-12),
            activation(file, json.path("hidden_act").asText("gelu")));
    if (config.hidden % config.heads != 0) {
      throw new DataError(
          file.toString(),
          "/num_attention_heads",
          "found " + config.heads + "; expected a divisor of hidden_size " + config.hidden);
    }
    return config;
  }

  private static int positive(Path file, JsonNode json, String key) {
    int value = json.path(key).asInt(0);
    if (value < 1) {
      throw new DataError(
          file.toString(), "/" + key, "found " + json.path(key) + "; expected a positive number");
    }
    return value;
  }

  private static String activation(Path file, String name) {
    return switch (name) {
      case "gelu", "relu" -> name;
      case "gelu_new", "gelu_pytorch_tanh" -> "gelu_new";
      default ->
          throw new DataError(
              file.toString(),
              "/hidden_act",
              "found \"" + name + "\"; expected gelu, gelu_new, gelu_pytorch_tanh or relu");
    };
  }
}
