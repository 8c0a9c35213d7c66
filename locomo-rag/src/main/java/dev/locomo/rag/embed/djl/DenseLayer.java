package dev.locomo.rag.embed.djl;

import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.WeightsFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A fully connected layer over a pooled state, as sentence-transformers keeps it in a folder of its
 * own.
 *
 * @param scaled whether what it takes is scaled to length 1 first
 * @param in length of what it takes
 * @param out length of what it gives
 * @param bends whether tanh follows
 * @param hash the first 8 digits of its weights', after {@code unit,} where its input is scaled
 */
record DenseLayer(Path folder, boolean scaled, int in, int out, boolean bends, String hash) {
  private static final String NONE = "torch.nn.modules.linear.Identity";
  private static final String TANH = "torch.nn.modules.activation.Tanh";
  private static final int SHOWN = 8;

  /**
   * What a folder says.
   *
   * @throws dev.locomo.core.error.DataError when its activation is neither tanh nor none, or a file
   *     is missing
   */
  static DenseLayer of(Path folder, boolean scaled) {
    var config = ModelConfig.read(folder.resolve("config.json"));
    String activation = config.oneOf("activation_function", TANH, List.of(TANH, NONE));
    return new DenseLayer(
        folder,
        scaled,
        config.positive("in_features"),
        config.positive("out_features"),
        activation.equals(TANH),
        (scaled ? "unit," : "") + WeightsFile.of(folder).sha256().substring(0, SHOWN));
  }

  /**
   * Reads its weights.
   *
   * @throws dev.locomo.core.error.DataError when they have another shape than was said
   */
  UnaryOperator<double[]> load() {
    try (var weights = WeightsFile.of(folder).open()) {
      float[] weight = weights.require("linear.weight", out, in).values();
      boolean biased = weights.names().contains("linear.bias");
      float[] bias = biased ? weights.require("linear.bias", out).values() : new float[out];
      var matrix = new Matrix(weight, bias);
      UnaryOperator<double[]> layer = bends ? matrix::bent : matrix::of;
      return scaled ? state -> layer.apply(unit(state)) : layer;
    }
  }

  private static double[] unit(double[] state) {
    double length = Math.sqrt(Arrays.stream(state).map(x -> x * x).sum());
    return length > 0 ? Arrays.stream(state).map(x -> x / length).toArray() : state;
  }

  /**
   * The numbers of a fully connected layer.
   *
   * @param weight row by row, a row for each number of {@code bias}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Matrix(float[] weight, float[] bias) {
    /** What it gives for a state, as long as a row. */
    double[] of(double[] state) {
      double[] result = new double[bias.length];
      for (int row = 0; row < result.length; row++) {
        double sum = bias[row];
        for (int i = 0; i < state.length; i++) {
          sum += weight[row * state.length + i] * state[i];
        }
        result[row] = sum;
      }
      return result;
    }

    /** The same, each number through tanh. */
    double[] bent(double[] state) {
      return Arrays.stream(of(state)).map(Math::tanh).toArray();
    }
  }
}
