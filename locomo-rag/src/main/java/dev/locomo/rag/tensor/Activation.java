package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What stands between the two halves of a feed-forward layer. */
public enum Activation {
  /** {@code x * Phi(x)}, exact. */
  GELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.gelu(x);
    }
  },
  /** GELU approximated by a hyperbolic tangent. */
  GELU_TANH {
    @Override
    public NDArray of(NDArray x) {
      NDArray inner = x.pow(3).mul(0.044715).add(x).mul(Math.sqrt(2 / Math.PI));
      return inner.tanh().add(1).mul(x).mul(0.5);
    }
  },
  /** {@code x * sigmoid(1.702 x)}, as CLIP has it. */
  QUICK_GELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.sigmoid(x.mul(1.702)).mul(x);
    }
  },
  /** {@code x * sigmoid(x)}, also called swish. */
  SILU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.sigmoid(x).mul(x);
    }
  },
  RELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.relu(x);
    }
  },
  TANH {
    @Override
    public NDArray of(NDArray x) {
      return x.tanh();
    }
  };

  /** Names that {@code config.json} may have for one. */
  public static final List<String> NAMES =
      List.of("gelu", "gelu_new", "gelu_pytorch_tanh", "quick_gelu", "relu", "silu", "tanh");

  private static final Map<String, Activation> BY_NAME =
      Map.of(
          "gelu", GELU,
          "gelu_new", GELU_TANH,
          "gelu_pytorch_tanh", GELU_TANH,
          "quick_gelu", QUICK_GELU,
          "relu", RELU,
          "silu", SILU,
          "tanh", TANH);

  /** The one of this name, which is one of {@link #NAMES}. */
  public static Activation named(String name) {
    return Objects.requireNonNull(BY_NAME.get(name), name);
  }

  /** Same shape. */
  public abstract NDArray of(NDArray x);
}
