package dev.locomo.rag.tensor;

import dev.locomo.rag.checkpoint.ModelConfig;

/**
 * The sizes of a transformer.
 *
 * @param layers number of layers
 * @param hidden width of a state
 * @param heads attention heads; divides {@code hidden}
 * @param intermediate width between the two halves of a feed-forward layer
 * @param epsilon of the layer norms
 * @param activation between the two halves of a feed-forward layer
 */
public record Sizes(
    int layers, int hidden, int heads, int intermediate, float epsilon, Activation activation) {
  /**
   * Reads a {@code config.json}, or the {@code text_config} or {@code vision_config} in one.
   *
   * @param absent what holds where the file says nothing; 0 for what it has to say
   * @throws dev.locomo.core.error.DataError when a number is missing or makes no sense
   */
  public static Sizes read(ModelConfig json, Sizes absent) {
    int layers = json.positive("num_hidden_layers", absent.layers);
    int hidden = json.positive("hidden_size", absent.hidden);
    int heads = json.positive("num_attention_heads", absent.heads);
    if (hidden % heads != 0) {
      throw json.wrong(
          "num_attention_heads",
          "found " + heads + "; expected a divisor of hidden_size " + hidden);
    }
    return new Sizes(
        layers,
        hidden,
        heads,
        json.positive("intermediate_size", absent.intermediate),
        (float) json.json().path("layer_norm_eps").asDouble(absent.epsilon),
        Activation.read(json, "hidden_act", absent.activation));
  }

  /** The same without the last layers. */
  public Sizes withLayers(int fewer) {
    return new Sizes(fewer, hidden, heads, intermediate, epsilon, activation);
  }
}
