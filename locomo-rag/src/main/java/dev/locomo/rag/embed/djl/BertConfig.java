package dev.locomo.rag.embed.djl;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import java.nio.file.Path;
import java.util.List;
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
 * @param activation between the two halves of a feed-forward layer
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
    Activation activation) {
  /** The {@code model_type}s that this reads. */
  static final List<String> TYPES = List.of("bert", "dpr", "roberta", "xlm-roberta", "camembert");

  private static final Set<String> ROBERTAS = Set.of("roberta", "xlm-roberta", "camembert");

  /**
   * Reads the file.
   *
   * @throws DataError when it is no BERT or RoBERTa, or a number is missing or makes no sense
   */
  static BertConfig read(Path file) {
    return of(ModelConfig.read(file));
  }

  /** The same of a file that is read already. */
  static BertConfig of(ModelConfig json) {
    String type = json.oneOf("model_type", "", TYPES);
    json.oneOf("position_embedding_type", "absolute", List.of("absolute"));
    int first = ROBERTAS.contains(type) ? json.json().path("pad_token_id").asInt(1) + 1 : 0;
    return new BertConfig(
        json.positive("num_hidden_layers"),
        json.positive("hidden_size"),
        json.heads("num_attention_heads", "hidden_size"),
        json.positive("intermediate_size"),
        json.positive("vocab_size"),
        json.positive("max_position_embeddings") - first,
        first,
        json.json().path("type_vocab_size").asInt(2),
        (float) json.json().path("layer_norm_eps").asDouble(1e-12),
        Activation.named(json.oneOf("hidden_act", "gelu", Activation.NAMES)));
  }

  /** The same network without its last layers. */
  BertConfig withLayers(int fewer) {
    return new BertConfig(
        fewer,
        hidden,
        heads,
        intermediate,
        vocabulary,
        positions,
        firstPosition,
        types,
        epsilon,
        activation);
  }
}
