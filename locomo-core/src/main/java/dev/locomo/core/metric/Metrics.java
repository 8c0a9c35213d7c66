package dev.locomo.core.metric;

import dev.locomo.core.error.Nearest;
import dev.locomo.core.error.UserError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    var metrics = new ArrayList<Metric>();
    Collections.addAll(metrics, TokenF1.values());
    Collections.addAll(metrics, WordMatch.values());
    Collections.addAll(metrics, Rouge.values());
    Collections.addAll(metrics, PltrdyRouge.values());
    Collections.addAll(metrics, Bleu.values());
    Collections.addAll(metrics, SacreBleu.values());
    Collections.addAll(
        metrics,
        new Abstention(),
        new ChoiceAccuracy(),
        new EvidenceRecall(),
        new ReferenceRecall());
    return new Metrics(metrics);
  }

  /** These and more; used where some need a model that is named apart. */
  public Metrics with(List<Metric> more) {
    var all = new ArrayList<>(byId.values());
    all.addAll(more);
    return new Metrics(all);
  }

  /** Whether a metric looks at answers; of one that is not of the list yes. */
  public static boolean ofAnswers(String id) {
    Metric metric = standard().byId.get(id);
    return metric == null || metric.ofAnswer();
  }

  /** All metrics, in order of registration. */
  public List<Metric> all() {
    return List.copyOf(byId.values());
  }

  /** The names of the metrics that need no model. */
  public static Set<String> ids() {
    return standard().byId.keySet();
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
          "there is no metric '" + id + "'",
          Nearest.of(id, byId.keySet(), "one of docs/reference/metrics.md, such as token-f1"));
    }
    return metric;
  }
}
