package dev.locomo.rag.embed.djl;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.PairScorer;
import dev.locomo.rag.hub.LocalModel;
import dev.locomo.rag.tensor.Compute;
import java.util.List;

/**
 * A BERT or RoBERTa that reads a query and a passage together and gives one logit, or two (not
 * relevant, relevant), whose difference is the score. A pair that is too long loses tokens at the
 * end of its longer text, as in Hugging Face's {@code longest_first}.
 *
 * <p><b>Source</b> Nogueira and Cho, "Passage Re-ranking with BERT", 2019.
 */
public record CrossEncoder(String id, PairHead head, TextEncoder encoder) implements PairScorer {
  /**
   * Loads a checkpoint; to be closed.
   *
   * @throws DataError when a file is missing or cannot be used, or it is no cross-encoder
   */
  public static CrossEncoder load(LocalModel model) {
    var folder = model.folder();
    var config = TextEncoder.config(folder);
    PairHead head;
    try (var weights = WeightsFile.of(folder).open()) {
      head = PairHead.of(weights, config.sizes().hidden());
    }
    int longest = Math.min(TokenizerFile.longest(folder), config.inputs().longest());
    var encoder = TextEncoder.load(folder, longest, head.pooling());
    String precision = Compute.name(encoder.precision());
    String id =
        "%s(%s,%s,%s)".formatted(model.suffix(), TextEncoder.hash(folder), longest, precision);
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

  private List<Double> logits(float[] state) {
    var logits = head.logits(state);
    if (!logits.stream().allMatch(Double::isFinite)) {
      throw encoder.damaged("scores");
    }
    return logits;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
