package dev.locomo.core.metric;

import dev.locomo.core.error.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics by name. The list in {@link #standard()} is the only place that names them all. */
public final class Metrics {
  private final Map<String, Metric> byId = new LinkedHashMap<>();

  /**
   * A registry of these metrics, in this order.
   *
   * @throws IllegalStateException when two have the same id
   */
  public Metrics(List<Metric> metrics) {
    for (Metric metric : metrics) {
      if (byId.putIfAbsent(metric.id(), metric) != null) {
        throw new IllegalStateException("two metrics are called '" + metric.id() + "'");
      }
    }
  }

  /** Every metric that needs no model. */
  public static Metrics standard() {
    return new Metrics(
        List.of(
            TokenF1.BY_CATEGORY,
            TokenF1.SINGLE,
            TokenF1.MULTI,
            new ExactMatch(),
            new HasAnswer(),
            new StemmedRouge1(),
            Rouge.ROUGE_1,
            Rouge.ROUGE_2,
            Rouge.ROUGE_L,
            Bleu.BLEU_1,
            Bleu.BLEU_2,
            Bleu.BLEU_3,
            Bleu.BLEU_4,
            Bleu.BLEU_CHAR_1,
            Bleu.BLEU_CHAR_2,
            new Abstention(),
            new EvidenceRecall(),
            new ReferenceRecall()));
  }

  /** All metrics, in order of registration. */
  public List<Metric> all() {
    return List.copyOf(byId.values());
  }

  /**
   * The metric of this name.
   *
   * @throws UserError when there is none, listing those there are
   */
  public Metric get(String id) {
    Metric metric = byId.get(id);
    if (metric == null) {
      throw new UserError(
          "there is no metric '" + id + "'", "known metrics: " + String.join(", ", byId.keySet()));
    }
    return metric;
  }
}
