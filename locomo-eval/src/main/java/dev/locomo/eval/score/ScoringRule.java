package dev.locomo.eval.score;

import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.ReferenceRecall;
import dev.locomo.core.metric.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How answers are scored. The two rules share every metric but one: where the original counts
 * recall in its own way (questions without evidence score 1, malformed evidence is never found),
 * {@code reference} means that one.
 */
public enum ScoringRule {
  LOCOMO,
  REFERENCE;

  /** The name in options and reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The metrics of these names under this rule, of those that need no model.
   *
   * @throws UserError when there is none of that name, or one is named twice
   */
  public List<Metric> metrics(List<String> ids) {
    return metrics(ids, Metrics.standard());
  }

  /**
   * The metrics of these names under this rule.
   *
   * @param known all there are
   * @throws UserError when there is none of that name, or one is named twice
   */
  public List<Metric> metrics(List<String> ids, Metrics known) {
    var metrics = new ArrayList<Metric>();
    for (String id : ids) {
      if (metrics.stream().anyMatch(m -> m.id().equals(id))) {
        throw new UserError("the metric '" + id + "' is named twice", "each metric once");
      }
      boolean counted = this == REFERENCE && id.equals("evidence-recall");
      metrics.add(counted ? new Renamed(id, new ReferenceRecall()) : known.get(id));
    }
    return metrics;
  }

  @Override
  public String toString() {
    return label();
  }

  /** A metric under the name by which it was asked for. */
  private record Renamed(String id, Metric metric) implements Metric {
    @Override
    public String summary() {
      return metric.summary();
    }

    @Override
    public boolean ofLure() {
      return metric.ofLure();
    }

    @Override
    public Score score(Answered answered) {
      return metric.score(answered);
    }
  }
}
