package dev.locomo.rag.embed.djl;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What turns a network's state into a score, in the two forms of Hugging Face's {@code
 * ForSequenceClassification}: BERT's is one layer over the pooler, RoBERTa's a layer, tanh and
 * another over the first token.
 *
 * @param first RoBERTa's first layer; null for BERT
 * @param last gives one logit, or two of which the second says that the passage answers
 */
record PairHead(@Nullable Layer first, Layer last) {
  private static final int MOST_LABELS = 2;

  /** A fully connected layer, its weights row by row. */
  record Layer(float[] weight, float[] bias) {
    double[] of(double[] x) {
      double[] y = new double[bias.length];
      for (int row = 0; row < y.length; row++) {
        double sum = bias[row];
        for (int i = 0; i < x.length; i++) {
          sum += weight[row * x.length + i] * x[i];
        }
        y[row] = sum;
      }
      return y;
    }
  }

  /** The head over states of this width; a {@link DataError} for none, or more than two labels. */
  static PairHead of(Weights weights, int hidden) {
    if (weights.names().contains("classifier.out_proj.weight")) {
      return new PairHead(
          layer(weights, "classifier.dense", hidden, hidden),
          labels(weights, "classifier.out_proj", hidden));
    }
    return new PairHead(null, labels(weights, "classifier", hidden));
  }

  private static Layer labels(Weights weights, String name, int hidden) {
    if (!weights.names().contains(name + ".weight")) {
      throw new DataError(
          weights.file(),
          name + ".weight",
          "found no such tensor; expected a cross-encoder"
              + " (Bert-, Roberta- or XLMRobertaForSequenceClassification)");
    }
    int rows = (int) weights.read(name + ".weight").shape()[0];
    if (rows > MOST_LABELS) {
      throw new DataError(
          weights.file(), name + ".weight", "gives " + rows + " labels; expected one or two");
    }
    return layer(weights, name, rows, hidden);
  }

  static Layer layer(Weights weights, String name, int rows, int hidden) {
    return new Layer(
        weights.require(name + ".weight", rows, hidden).values(),
        weights.require(name + ".bias", rows).values());
  }

  /** What it reads. */
  Pooling pooling() {
    return first == null ? Pooling.POOLER : Pooling.CLS;
  }

  /** The logits of a state. */
  List<Double> logits(float[] state) {
    double[] x = new double[state.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = state[i];
    }
    if (first != null) {
      x = first.of(x);
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.tanh(x[i]);
      }
    }
    return Arrays.stream(last.of(x)).boxed().toList();
  }
}
