package dev.locomo.eval.events;

import dev.locomo.core.metric.PltrdyRouge;
import dev.locomo.core.metric.Rouge;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.metric.Score.Unscored;
import dev.locomo.core.metric.TextMetric;
import dev.locomo.eval.events.EventResults.UnitResult;
import dev.locomo.eval.events.Summarizer.ToldEvents;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What summaries of events are measured by, in the order of reports. */
enum EventMetric {
  ROUGE_1(Rouge.ROUGE_1),
  ROUGE_2(Rouge.ROUGE_2),
  ROUGE_L(Rouge.ROUGE_L),
  /** As the package counts that the paper names. */
  ROUGE_1_PLTRDY(PltrdyRouge.ROUGE_1),
  ROUGE_2_PLTRDY(PltrdyRouge.ROUGE_2),
  ROUGE_L_PLTRDY(PltrdyRouge.ROUGE_L),
  /** Share of the summary's facts that the gold events support. */
  FACT_PRECISION("fact-precision"),
  /** Share of the gold events' facts that the summary supports. */
  FACT_RECALL("fact-recall"),
  /** Harmonic mean of the two. */
  FACT_F1("fact-f1"),
  /** Kendall's tau-b of the dates of matched events, -1 to 1. */
  EVENT_ORDER("event-order"),
  /** Share of the gold links from cause to effect that the summary names. */
  CAUSAL_LINKS("causal-link-recall");

  private final String id;
  private final @Nullable TextMetric overlap;

  EventMetric(String id) {
    this.id = id;
    this.overlap = null;
  }

  EventMetric(TextMetric overlap) {
    this.id = overlap.id();
    this.overlap = overlap;
  }

  /** The name in reports and JSON. */
  public String id() {
    return id;
  }

  /**
   * Scores a unit.
   *
   * @param gamma of FActScore's penalty on the precision of short summaries; 0 for none
   */
  Score score(UnitResult result, double gamma) {
    if (!result.unit().hasGold()) {
      return new Unscored(Reason.NOT_APPLICABLE, "no gold events in these sessions");
    }
    ToldEvents summary = result.summary();
    if (!summary.usable()) {
      return new Unscored(
          summary.equals(ToldEvents.NOT_ASKED) ? Reason.NO_PREDICTION : Reason.PROVIDER_FAILED,
          summary.outcome().label() + ": " + summary.reason());
    }
    if (overlap != null) {
      return overlap.compare(
          ToldEvents.text(summary.events()), ToldEvents.text(result.unit().gold()));
    }
    return switch (this) {
      case FACT_PRECISION -> precision(result, gamma);
      case FACT_RECALL -> result.goldFacts().share();
      case FACT_F1 -> f1(precision(result, gamma), result.goldFacts().share());
      case EVENT_ORDER -> order(result);
      case CAUSAL_LINKS -> links(result);
      default -> throw new IllegalStateException(id + " compares texts");
    };
  }

  /**
   * FActScore's penalty (Min et al. 2023): exp(1 - gamma / n) for n facts, where that is below 1.
   */
  private static Score precision(UnitResult result, double gamma) {
    Score share = result.toldFacts().share();
    int n = result.toldFacts().facts().size();
    if (!(share instanceof Scored(double value, String why)) || n >= gamma) {
      return share;
    }
    double penalty = Math.exp(1 - gamma / n);
    return new Scored(
        value * penalty, why + String.format(Locale.ROOT, ", times %.4f for %d facts", penalty, n));
  }

  private static Score f1(Score precision, Score recall) {
    if (!(recall instanceof Scored(double r, _))) {
      return recall;
    }
    return switch (precision) {
      case Scored(double p, _) -> new Scored(p + r == 0 ? 0 : 2 * p * r / (p + r), "");
      // A summary without facts has no precision, and nothing of the gold events in it.
      case Unscored(Reason reason, _) when reason == Reason.NOT_APPLICABLE -> new Scored(0, "");
      case Unscored unscored -> unscored;
    };
  }

  private static @Nullable Score problem(UnitResult result) {
    Unscored gold = result.goldFacts().problem();
    return gold != null ? gold : result.toldFacts().problem();
  }

  private static Score order(UnitResult result) {
    Score problem = problem(result);
    if (problem != null) {
      return problem;
    }
    var matching = Matching.of(result);
    var tau = matching.order();
    return tau.isPresent()
        ? new Scored(tau.getAsDouble(), matching.matched() + " matched events")
        : new Unscored(
            Reason.NOT_APPLICABLE,
            matching.matched() + " matched events, no two with dates that differ");
  }

  private static Score links(UnitResult result) {
    int links = Matching.links(result.unit().gold()).size();
    if (links == 0) {
      return new Unscored(Reason.NOT_APPLICABLE, "the gold events name no causes");
    }
    Score problem = problem(result);
    if (problem != null) {
      return problem;
    }
    int found = Matching.of(result).linksFound();
    return new Scored((double) found / links, found + " of " + links + " links");
  }
}
