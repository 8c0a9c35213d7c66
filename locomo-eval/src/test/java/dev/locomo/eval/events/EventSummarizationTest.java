package dev.locomo.eval.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.eval.events.EventSummarization.Panel;
import dev.locomo.eval.events.EventSummarization.Piece;
import dev.locomo.eval.events.EventSummarization.Stage;
import dev.locomo.eval.events.Summarizer.ExtractiveSummarizer;
import dev.locomo.eval.facts.ClauseDecomposer;
import dev.locomo.eval.facts.ErrorClass;
import dev.locomo.eval.facts.LexicalVerifier;
import dev.locomo.eval.facts.ModelDecomposer;
import dev.locomo.eval.facts.ModelVerifier;
import dev.locomo.eval.facts.RuleLabeller;
import dev.locomo.eval.facts.Script;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.score.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ann's gold events are three facts; the summary tells four, two of them right. Precision 2/4,
 * recall 1/3 and F1 2/5 by hand.
 */
class EventSummarizationTest {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:m");

  private final Script script = new Script();

  private static Panel panel() {
    return new Panel(
        new ModelSummarizer(
            new ModelSummarizer.Form("m", Integer.MAX_VALUE, 0, 0, false), false, _ -> 0),
        new ModelDecomposer(MODEL, 10),
        new ModelVerifier(MODEL, 10),
        new RuleLabeller());
  }

  private void scriptHandChecked() {
    script.replies.put(
        "summarize/small-1/Ann/1",
        """
        {"events": [{"date": "1 May, 2023", "event": "Ann sells her bakery to an aunt."},
         {"date": "9 June, 2023", "event": "Ann sees a harbour and buys a boat."}]}
        """);
    script.replies.put(
        "decompose/small-1/Ann/told/1",
        """
        {"sentences": [{"sentence": 1, "facts": ["Ann sells her bakery.", "An aunt buys it."]},
         {"sentence": 2, "facts": ["Ann sees a harbour.", "Ann buys a boat."]}]}
        """);
    script.replies.put(
        "decompose/small-1/Ann/gold/1",
        """
        {"sentences": [{"sentence": 1, "facts": ["Ann sells her bakery."]},
         {"sentence": 2, "facts": ["Ann moves to Oslo."]},
         {"sentence": 3, "facts": ["Ann marries Tom."]}]}
        """);
    script.replies.put(
        "verify/small-1/Ann/told/1",
        """
        {"verdicts": [{"fact": 1, "supported": true, "by": 1, "reason": ""},
         {"fact": 2, "supported": false, "by": null, "reason": "no aunt"},
         {"fact": 3, "supported": true, "by": 2, "reason": "that is in Oslo"},
         {"fact": 4, "supported": false, "by": null, "reason": "no boat"}]}
        """);
    script.replies.put(
        "verify/small-1/Ann/gold/1",
        """
        {"verdicts": [{"fact": 1, "supported": true, "by": 1, "reason": ""},
         {"fact": 2, "supported": false, "by": null, "reason": "no move"},
         {"fact": 3, "supported": false, "by": null, "reason": "no wedding"}]}
        """);
  }

  private static EventSummarization run(Dataset data, Panel panel, Calls llm)
      throws InterruptedException {
    var work = new EventSummarization(Small.units(data), panel);
    for (Stage stage : Stage.values()) {
      for (var piece : work.pieces(stage)) {
        work.work(stage, piece, llm);
      }
    }
    return work;
  }

  private static Score score(EventResults results, EventMetric metric) {
    return results.scores(metric).rows().getFirst().score();
  }

  private static double value(EventResults results, EventMetric metric) {
    return ((Score.Scored) score(results, metric)).value();
  }

  @Test
  void precisionRecallAndF1AreThoseCountedByHand() throws InterruptedException {
    scriptHandChecked();
    var results = run(Small.data(), panel(), script).results(0);
    assertThat(value(results, EventMetric.FACT_PRECISION)).isEqualTo(0.5);
    assertThat(value(results, EventMetric.FACT_RECALL)).isEqualTo(1 / 3.0);
    assertThat(value(results, EventMetric.FACT_F1)).isCloseTo(0.4, within(1e-15));
    assertThat(value(results, EventMetric.EVENT_ORDER)).isEqualTo(1);
    assertThat(results.outcomes()).containsEntry(Outcome.ANSWERED, 1);
    assertThat(results.asked()).isEqualTo(1);
    assertThat(results.problems()).isEmpty();
    var summaries = results.sheet().summaries(EventResults.GROUPING);
    assertThat(summaries).extracting(Summary::metric).doesNotContain("causal-link-recall");
    assertThat(summaries.get(6).overall().mean()).hasValue(0.5);
    assertThat(summaries.get(6).overall().asked()).as("Ben has no gold").isEqualTo(2);
    assertThat(summaries.get(6).overall().scored()).isEqualTo(1);
    assertThat(results.micros()).containsKey(summaries.get(6).metric());
  }

  @Test
  void mistakesHaveTheirKinds() throws InterruptedException {
    scriptHandChecked();
    var results = run(Small.data(), panel(), script).results(0);
    assertThat(results.errors())
        .containsEntry(ErrorClass.MISSING_INFORMATION, 2)
        .containsEntry(ErrorClass.SALIENCY, 1) // the aunt is in a line of the conversation
        .containsEntry(ErrorClass.HALLUCINATION, 1)
        .containsEntry(ErrorClass.MISUNDERSTANDING, 0)
        .containsEntry(ErrorClass.SPEAKER_ATTRIBUTION, 0);
  }

  @Test
  void theLengthPenaltyIsThatOfFactScore() throws InterruptedException {
    scriptHandChecked();
    var work = run(Small.data(), panel(), script);
    double penalized = 0.5 * Math.exp(1 - 10 / 4.0);
    assertThat(value(work.results(10), EventMetric.FACT_PRECISION)).isEqualTo(penalized);
    assertThat(value(work.results(4), EventMetric.FACT_PRECISION)).isEqualTo(0.5);
    assertThat(value(work.results(10), EventMetric.FACT_F1))
        .isEqualTo(2 * penalized * (1 / 3.0) / (penalized + 1 / 3.0));
  }

  @Test
  void anUnreadableVerdictTakesItsSideOutAndIsNoZero() throws InterruptedException {
    scriptHandChecked();
    script.replies.put("verify/small-1/Ann/told/1", "all good!");
    var results = run(Small.data(), panel(), script).results(0);
    assertThat(score(results, EventMetric.FACT_PRECISION))
        .isInstanceOfSatisfying(
            Score.Unscored.class,
            u -> {
              assertThat(u.reason()).isEqualTo(Reason.VERDICT_UNREADABLE);
              assertThat(u.detail()).startsWith("4 of 4 facts without a verdict");
            });
    assertThat(value(results, EventMetric.FACT_RECALL)).isEqualTo(1 / 3.0);
    assertThat(score(results, EventMetric.FACT_F1)).isInstanceOf(Score.Unscored.class);
    assertThat(results.problems()).containsOnlyKeys("small-1/Ann");
  }

  @Test
  void anUnreadableDecompositionTakesItsSideOut() throws InterruptedException {
    scriptHandChecked();
    script.replies.put("decompose/small-1/Ann/gold/1", "{}");
    var results = run(Small.data(), panel(), script).results(0);
    assertThat(value(results, EventMetric.FACT_PRECISION)).isEqualTo(0.5);
    assertThat(score(results, EventMetric.FACT_RECALL))
        .isInstanceOfSatisfying(
            Score.Unscored.class,
            u -> assertThat(u.detail()).startsWith("3 of 3 events could not be taken apart"));
  }

  @Test
  void aSummaryWithoutEventsHasNoPrecisionAndNothingOfTheGold() throws InterruptedException {
    scriptHandChecked();
    script.replies.put("summarize/small-1/Ann/1", "{\"events\": []}");
    var results = run(Small.data(), panel(), script).results(0);
    assertThat(score(results, EventMetric.FACT_PRECISION))
        .isInstanceOfSatisfying(
            Score.Unscored.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_APPLICABLE));
    assertThat(value(results, EventMetric.FACT_RECALL)).isZero();
    assertThat(value(results, EventMetric.FACT_F1)).isZero();
    assertThat(value(results, EventMetric.ROUGE_1)).isZero();
    assertThat(results.problems()).isEmpty();
  }

  @Test
  void aFailedProviderIsAnOutcomeOfItsPieceAlone() throws InterruptedException {
    scriptHandChecked();
    var work = new EventSummarization(Small.units(Small.data()), panel());
    Calls down =
        (_, _) -> {
          throw new ProviderError(ProviderError.Kind.UNAVAILABLE, "down", null, null);
        };
    var piece = work.pieces(Stage.SUMMARIZE).getFirst();
    assertThatThrownBy(() -> work.work(Stage.SUMMARIZE, piece, down))
        .isInstanceOf(ProviderError.class);
    assertThat(work.pieces(Stage.DECOMPOSE)).isEmpty();
    assertThat(score(work.results(0), EventMetric.ROUGE_1))
        .isEqualTo(new Score.Unscored(Reason.PROVIDER_FAILED, "failed: unavailable: down"));

    work.work(Stage.SUMMARIZE, piece, script);
    var sides = work.pieces(Stage.DECOMPOSE);
    work.work(Stage.DECOMPOSE, sides.getFirst(), script);
    assertThatThrownBy(() -> work.work(Stage.DECOMPOSE, sides.getLast(), down))
        .isInstanceOf(ProviderError.class);
    assertThat(work.pieces(Stage.VERIFY)).hasSize(1);
    work.work(Stage.VERIFY, work.pieces(Stage.VERIFY).getFirst(), script);
    assertThat(value(work.results(0), EventMetric.FACT_PRECISION)).isEqualTo(0.5);
    assertThat(score(work.results(0), EventMetric.FACT_RECALL))
        .isEqualTo(new Score.Unscored(Reason.PROVIDER_FAILED, "decompose: unavailable: down"));
  }

  @Test
  void beforeAnythingIsAskedNothingIsScored() {
    var results = new EventSummarization(Small.units(Small.data()), panel()).results(0);
    assertThat(score(results, EventMetric.FACT_F1))
        .isEqualTo(new Score.Unscored(Reason.NO_PREDICTION, "failed: not asked"));
    assertThat(results.outcomes().values()).containsOnly(0);
  }

  @Test
  void causalLinksCountWhereTheSummaryNamesThem() throws InterruptedException {
    var data =
        Small.data(
            List.of(
                List.of(new Event("Ann sells her bakery.", "", "G1", List.of())),
                List.of(new Event("Ann moves to Oslo.", "", "G2", List.of("G1", "G9"))),
                List.of(new Event("Ann marries Tom.", "", "G3", List.of("G2")))));
    script.replies.put(
        "summarize/small-1/Ann/1",
        """
        {"events": [{"id": "a", "date": "9 June, 2023", "event": "Ann moves to Oslo.",
           "caused_by": ["b"]},
         {"id": "b", "date": "8 May, 2023", "event": "Ann sells her bakery."},
         {"id": "c", "date": "7 May, 2023", "event": "Ann marries Tom.", "caused_by": ["b", "c"]}]}
        """);
    var rules =
        new Panel(panel().summarizer(), new ClauseDecomposer(), new LexicalVerifier(), null);
    var results = run(data, rules, script).results(0);
    assertThat(value(results, EventMetric.FACT_F1)).isEqualTo(1);
    assertThat(value(results, EventMetric.CAUSAL_LINKS))
        .as("G1 to G2 is named, G2 to G3 is not")
        .isEqualTo(0.5);
    assertThat(value(results, EventMetric.EVENT_ORDER))
        .as("the wedding comes first: of three pairs one agrees")
        .isCloseTo(-1 / 3.0, within(1e-15));
    assertThat(results.errors().values()).containsOnly(0);
  }

  @Test
  void theBuiltInFloorNeedsNobody() throws InterruptedException {
    var floor =
        new Panel(
            new ExtractiveSummarizer(),
            new ClauseDecomposer(),
            new LexicalVerifier(),
            new RuleLabeller());
    Calls nobody =
        (step, _) -> {
          throw new AssertionError(step);
        };
    var results = run(Small.data(), floor, nobody).results(0);
    assertThat(results.units().getFirst().summary().events())
        .extracting(Event::text)
        .startsWith("Ann sold Ann's bakery to Ann's aunt in a hurry!");
    assertThat(value(results, EventMetric.FACT_RECALL)).isEqualTo(1);
    var plan = new EventSummarization(Small.units(Small.data()), floor);
    for (Stage stage : Stage.values()) {
      assertThat(plan.plan(stage, plan.pieces(Stage.SUMMARIZE).getFirst())).isEmpty();
    }
  }

  @Test
  void aDryRunKnowsTheRequests() {
    var work = new EventSummarization(Small.units(Small.data()), panel());
    Piece piece = work.pieces(Stage.SUMMARIZE).getFirst();
    assertThat(work.plan(Stage.SUMMARIZE, piece)).hasSize(1);
    assertThat(work.plan(Stage.DECOMPOSE, piece)).hasSize(1);
    assertThat(work.plan(Stage.VERIFY, piece)).as("six facts, in one call").hasSize(1);
    assertThat(work.plan(Stage.LABEL, piece)).isEmpty();
  }
}
