package dev.locomo.rag.embed.djl;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.PairScorer;
import dev.locomo.rag.embed.djl.DenseLayer.Matrix;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.hub.LocalModel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network that reads a query and a passage together and gives one logit, or two (not relevant,
 * relevant), whose difference is the score. A pair that is too long loses tokens at the end of its
 * longer text, as in Hugging Face's {@code longest_first}.
 *
 * <p><b>Source</b> Nogueira and Cho, "Passage Re-ranking with BERT", 2019.
 *
 * @param head what makes logits of a state; null where the network gives them itself
 */
public record CrossEncoder(String id, @Nullable Head head, TextEncoder encoder)
    implements PairScorer {
  /**
   * Loads a checkpoint of BERT or RoBERTa, or an ONNX file of any kind; to be closed.
   *
   * @throws DataError when a file is missing or cannot be used, or it is no cross-encoder
   */
  public static CrossEncoder load(LocalModel model) {
    var files = EncoderFiles.of(model.place());
    Head head = null;
    if (files.onnx() == null) {
      try (var weights = WeightsFile.of(files.folder()).open()) {
        head = Head.of(weights, files.width());
      }
    }
    int longest = Math.min(TokenizerFile.longest(files.folder()), files.longest());
    var encoder = TextEncoder.load(files, longest, head == null ? Pooling.LOGITS : head.pooling());
    String id =
        "%s(%s,%s,%s)".formatted(model.suffix(), files.hash(), longest, encoder.arithmetic());
    return new CrossEncoder(id, head, encoder);
  }

  @Override
  public List<Double> scores(List<Pair> pairs) {
    return logits(pairs).stream()
        .map(l -> l.size() == 1 ? l.getFirst() : l.getLast() - l.getFirst())
        .toList();
  }

  /** The logits of each pair. */
  List<List<Double>> logits(List<Pair> pairs) {
    return encoder.pairs(pairs).stream().map(this::logits).toList();
  }

  private List<Double> logits(double[] state) {
    var logits = head == null ? Arrays.stream(state).boxed().toList() : head.logits(state);
    if (logits.size() > Head.MOST_LABELS) {
      throw encoder.wrong("gives " + logits.size() + " labels; expected one or two");
    }
    if (!logits.stream().allMatch(Double::isFinite)) {
      throw encoder.damaged("scores");
    }
    return logits;
  }

  @Override
  public void close() {
    encoder.close();
  }

  /**
   * What turns a network's state into a score, in the two forms of Hugging Face's {@code
   * ForSequenceClassification}: BERT's is one layer over the pooler, RoBERTa's a layer, tanh and
   * another over the first token.
   *
   * @param first RoBERTa's first layer; null for BERT
   * @param last gives one logit, or two of which the second says that the passage answers
   */
  record Head(@Nullable Matrix first, Matrix last) {
    private static final int MOST_LABELS = 2;

    /**
     * The head over states of this width; a {@link DataError} for none, or more than two labels.
     */
    static Head of(Weights weights, int hidden) {
      if (weights.names().contains("classifier.out_proj.weight")) {
        return new Head(
            layer(weights, "classifier.dense", hidden, hidden),
            labels(weights, "classifier.out_proj", hidden));
      }
      return new Head(null, labels(weights, "classifier", hidden));
    }

    private static Matrix labels(Weights weights, String name, int hidden) {
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

    static Matrix layer(Weights weights, String name, int rows, int hidden) {
      return new Matrix(
          weights.require(name + ".weight", rows, hidden).values(),
          weights.require(name + ".bias", rows).values());
    }

    /** What it reads. */
    Pooling pooling() {
      return first == null ? Pooling.POOLER : Pooling.CLS;
    }

    /** The logits of a state. */
    List<Double> logits(double[] state) {
      double[] x = first == null ? state : first.bent(state);
      return Arrays.stream(last.of(x)).boxed().toList();
    }
  }
}
