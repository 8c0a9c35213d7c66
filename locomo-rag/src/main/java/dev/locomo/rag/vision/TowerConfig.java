package dev.locomo.rag.vision;

import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;

/**
 * The sizes of a tower of {@link dev.locomo.rag.tensor.PreNormLayer}s.
 *
 * @param layers number of layers
 * @param hidden width of a state
 * @param heads attention heads; divides {@code hidden}
 * @param intermediate width between the two halves of a feed-forward layer
 * @param epsilon of the layer norms
 * @param activation between the two halves of a feed-forward layer
 */
record TowerConfig(
    int layers, int hidden, int heads, int intermediate, float epsilon, Activation activation) {
  /**
   * Reads a {@code text_config} or {@code vision_config}.
   *
   * @param absent what holds where the file says nothing
   */
  static TowerConfig read(ModelConfig json, TowerConfig absent) {
    int hidden = json.positive("hidden_size", absent.hidden);
    int heads = json.positive("num_attention_heads", absent.heads);
    if (hidden % heads != 0) {
      throw json.wrong(
          "num_attention_heads",
          "found " + heads + "; expected a divisor of hidden_size " + hidden);
    }
    String activation = json.json().path("hidden_act").asText("");
    return new TowerConfig(
        json.positive("num_hidden_layers", absent.layers),
        hidden,
        heads,
        json.positive("intermediate_size", absent.intermediate),
        (float) json.json().path("layer_norm_eps").asDouble(absent.epsilon),
        activation.isEmpty()
            ? absent.activation
            : Activation.named(json.oneOf("hidden_act", "", Activation.NAMES)));
  }
}
