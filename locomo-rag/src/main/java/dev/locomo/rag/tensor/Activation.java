package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import dev.locomo.rag.checkpoint.ModelConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What stands between the two halves of a feed-forward layer. */
public enum Activation {
  /** {@code x * Phi(x)}, exact. */
  GELU(ai.djl.nn.Activation::gelu),
  /** GELU approximated by a hyperbolic tangent. */
  GELU_TANH(x -> {
    NDArray inner = x.pow(3).mul(0.044715).add(x).mul(Math.sqrt(2 / Math.PI));
    return inner.tanh().add(1).mul(x).mul(0.5);
  }),
  /** {@code x * sigmoid(1.702 x)}, as CLIP has it. */
  QUICK_GELU(x -> ai.djl.nn.Activation.sigmoid(x.mul(1.702)).mul(x)),
  /** {@code x * sigmoid(x)}, also called swish. */
  SILU(x -> ai.djl.nn.Activation.sigmoid(x).mul(x)),
  RELU(ai.djl.nn.Activation::relu),
  TANH(NDArray::tanh);

  private static final Map<String, Activation> BY_NAME =
      new TreeMap<>(
          Map.of(
              "gelu", GELU,
              "gelu_new", GELU_TANH,
              "gelu_pytorch_tanh", GELU_TANH,
              "quick_gelu", QUICK_GELU,
              "relu", RELU,
              "silu", SILU,
              "tanh", TANH));

  private final UnaryOperator<NDArray> function;

  Activation(UnaryOperator<NDArray> function) {
    this.function = function;
  }

  /** The one that a configuration names; {@code absent} where it leaves it out or says null. */
  public static Activation read(ModelConfig json, String key, Activation absent) {
    return json.json().hasNonNull(key)
        ? Objects.requireNonNull(
            BY_NAME.get(json.oneOf(key, "", List.copyOf(BY_NAME.keySet()))), key)
        : absent;
  }

  /** Same shape. */
  public NDArray of(NDArray x) {
    return function.apply(x);
  }
}
