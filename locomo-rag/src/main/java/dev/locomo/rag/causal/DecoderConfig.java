package dev.locomo.rag.causal;

import ai.djl.ndarray.types.DataType;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import java.nio.file.Path;
import java.util.List;

/**
 * The sizes and habits of a decoder-only network, from the {@code config.json} of its checkpoint.
 *
 * @param type one of {@link #TYPES}
 * @param positions most tokens it was made for, prompt and reply together
 * @param heads that ask; a multiple of {@code memories}
 * @param memories heads of keys and values; several asking heads share one (Ainslie et al., EMNLP
 *     2023)
 * @param headWidth even
 * @param window tokens that a token sees, itself included; the largest integer for all
 * @param stored the precision that the checkpoint is meant for
 */
record DecoderConfig(
    String type,
    int vocabulary,
    int positions,
    int layers,
    int hidden,
    int heads,
    int memories,
    int headWidth,
    int intermediate,
    float epsilon,
    Activation activation,
    int window,
    DataType stored) {
  /** The kinds of network that are computed here. */
  static final List<String> TYPES = List.of("gemma", "llama", "mistral", "qwen2", "qwen3");

  /** A {@link dev.locomo.core.error.DataError} when missing, of another kind, or without sense. */
  static DecoderConfig read(Path file) {
    return of(ModelConfig.read(file));
  }

  static DecoderConfig of(ModelConfig json) {
    String type = json.oneOf("model_type", "", TYPES);
    int hidden = json.positive("hidden_size");
    int heads = json.positive("num_attention_heads");
    int memories = json.positive("num_key_value_heads", heads);
    if (heads % memories != 0) {
      throw json.wrong(
          "num_key_value_heads", "found " + memories + "; expected a divisor of " + heads);
    }
    int headWidth =
        json.json().hasNonNull("head_dim")
            ? json.positive("head_dim")
            : hidden / json.heads("num_attention_heads", "hidden_size");
    if (headWidth % 2 != 0) {
      throw json.wrong("head_dim", "found " + headWidth + "; expected an even number");
    }
    return new DecoderConfig(
        type,
        json.positive("vocab_size"),
        json.positive("max_position_embeddings"),
        json.positive("num_hidden_layers"),
        hidden,
        heads,
        memories,
        headWidth,
        json.positive("intermediate_size"),
        (float) json.json().path("rms_norm_eps").asDouble(1e-6),
        activation(json),
        window(json, type),
        stored(json));
  }

  /**
   * Whether it is one of Google's, which scale what they embed and keep gains as what exceeds 1.
   */
  boolean gemma() {
    return type.equals("gemma");
  }

  /** Gemma's first files call it {@code gelu} and mean its approximation. */
  private static Activation activation(ModelConfig json) {
    return json.type().equals("gemma")
        ? Activation.GELU_TANH
        : Activation.read(json, "hidden_act", Activation.SILU);
  }

  /** Of these, only Mistral's first have one in every layer. */
  private static int window(ModelConfig json, String type) {
    if (json.json().path("use_sliding_window").asBoolean(false)) {
      throw json.wrong("use_sliding_window", "found true; expected false");
    }
    return type.equals("mistral")
        ? json.positive("sliding_window", Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }

  private static DataType stored(ModelConfig json) {
    String named = json.json().path("dtype").asText(json.json().path("torch_dtype").asText(""));
    return named.equals("bfloat16") ? DataType.BFLOAT16 : DataType.FLOAT16;
  }
}
