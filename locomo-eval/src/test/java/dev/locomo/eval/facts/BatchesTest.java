package dev.locomo.eval.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Event;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.eval.facts.Verifier.Matter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The strict grammar of decomposers, verifiers and labellers, and what becomes of other replies.
 */
class BatchesTest {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:m");
  private static final List<Event> EVENTS = List.of(Event.of("Ann moves."), Event.of("Ann rests."));
  private static final Matter MATTER =
      new Matter("Ann", "Ben", EVENTS, List.of(new Fact(1, "a"), new Fact(1, "b")));

  private final Script script = new Script();

  private List<Check> verdicts(String reply) throws InterruptedException {
    script.replies.put("v/1", reply);
    return new ModelVerifier(MODEL, 10).check("v", MATTER, script);
  }

  /** A changed prompt is a new version: new files, and a new number in their names. */
  @Test
  void promptsHaveTheHashesOfTheirVersion() {
    assertThat(new ModelDecomposer(MODEL, 1).hash()).startsWith("329e863faaf1");
    assertThat(new ModelVerifier(MODEL, 1).hash()).startsWith("3e99651f50dd");
    assertThat(new ModelLabeller(MODEL, 1).hash()).startsWith("46c46ebbb5e5");
  }

  @Test
  void aWholeBatchIsOneCall() throws InterruptedException {
    assertThat(
            verdicts(
                """
                {"verdicts": [{"fact": 1, "supported": true, "by": 2, "reason": "says so"},
                 {"fact": 2, "supported": false, "by": null, "reason": ""}]}
                """))
        .containsExactly(new Check.Supported(2, "says so"), new Check.Unsupported(""));
    assertThat(script.steps).containsExactly("v/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yes, yes",
        "两个事实都得到支持。",
        "{\"verdicts\": []}",
        "{\"verdicts\": {\"1\": true, \"2\": false}}",
        "[{\"fact\": 1, \"supported\": true, \"by\": 1, \"reason\": \"\"}]",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": \"true\", \"by\": 1, \"reason\": \"\"}]}",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 3, \"reason\": \"\"}]}",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": null, \"reason\": \"\"}]}",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": false, \"by\": 1, \"reason\": \"\"}]}",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 1}]}",
        "{\"verdicts\": [{\"fact\": 2, \"supported\": true, \"by\": 1, \"reason\": \"\"}]}",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 1, \"reason\": \"\", \"x\":"
            + " 1}]}",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 1, \"reason\": \"\"}]} Done.",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 1, \"reason\": \"\"}",
      })
  void whatDoesNotFollowTheGrammarIsNoVerdictAndNoZero(String reply) throws InterruptedException {
    script.otherwise = reply;
    var checks = new ModelVerifier(MODEL, 10).check("v", MATTER, script);
    assertThat(checks).hasSize(2).allMatch(c -> c instanceof Check.Unchecked);
    assertThat(script.steps).containsExactly("v/1", "v/1/1", "v/1/2");
  }

  @Test
  void whatCannotBeReadTogetherIsAskedForOneByOne() throws InterruptedException {
    script.replies.put(
        "v/1/1",
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 1, \"reason\": \"r\"}]}");
    script.otherwise = "no";
    assertThat(new ModelVerifier(MODEL, 10).check("v", MATTER, script))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(new Check.Supported(1, "r")),
            two -> assertThat(two.why()).contains("expected {\"verdicts\"").contains("found no"));
  }

  @Test
  void aSmallBatchMakesMoreCalls() throws InterruptedException {
    script.otherwise =
        "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 1, \"reason\": \"r\"}]}";
    assertThat(new ModelVerifier(MODEL, 1).check("v", MATTER, script)).hasSize(2);
    assertThat(script.steps).containsExactly("v/1", "v/2");
    assertThat(new ModelVerifier(MODEL, 1).plan(MATTER)).hasSize(2);
  }

  @Test
  void nothingIsSupportedByNothingAndNobodyIsAsked() throws InterruptedException {
    var none = new Matter("Ann", "Ben", List.of(), MATTER.facts());
    assertThat(new ModelVerifier(MODEL, 10).check("v", none, script))
        .hasSize(2)
        .allMatch(c -> c instanceof Check.Unsupported);
    assertThat(script.steps).isEmpty();
  }

  @Test
  void eventsAreTakenApartInOrder() throws InterruptedException {
    script.replies.put(
        "d/1",
        """
        ```json
        {"sentences": [{"sentence": 1, "facts": ["Ann moves.", " Ann is away. "]},
         {"sentence": 2, "facts": ["Ann rests."]}]}
        ```
        """);
    var facts = new ModelDecomposer(MODEL, 10).facts("d", EVENTS, script);
    assertThat(facts.problems()).isEmpty();
    assertThat(facts.facts())
        .containsExactly(
            new Fact(1, "Ann moves."), new Fact(1, "Ann is away."), new Fact(2, "Ann rests."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sentences\": [{\"sentence\": 1, \"facts\": []}]}",
        "{\"sentences\": [{\"sentence\": 1, \"facts\": [\" \"]}]}",
        "{\"sentences\": [{\"sentence\": 1, \"facts\": \"Ann moves.\"}]}",
        "{\"sentences\": [{\"sentence\": 1, \"facts\": [1]}]}",
      })
  void anEventWithoutFactsIsAProblemAndNoFact(String reply) throws InterruptedException {
    script.otherwise = reply;
    var facts = new ModelDecomposer(MODEL, 10).facts("d", EVENTS, script);
    assertThat(facts.facts()).isEmpty();
    assertThat(facts.problems()).hasSize(2).first().asString().startsWith("event 1: expected");
  }

  @Test
  void labelsAreTheFourThatCanBeSaidOfAStatedFact() throws InterruptedException {
    var mistakes =
        new Labeller.Mistakes(
            "Ann",
            "Ben",
            EVENTS,
            List.of(),
            List.of(
                new Labeller.Unfounded("x", List.of("D1:1 Ann: hi")),
                new Labeller.Unfounded("y", List.of())));
    script.replies.put(
        "l/1",
        """
        {"labels": [{"fact": 1, "error": "saliency", "reason": "small talk"},
         {"fact": 2, "error": "missing-information", "reason": ""}]}
        """);
    script.replies.put(
        "l/1/1", "{\"labels\": [{\"fact\": 1, \"error\": \"saliency\", \"reason\": \"r\"}]}");
    script.otherwise = "{\"labels\": [{\"fact\": 1, \"error\": \"typo\", \"reason\": \"r\"}]}";
    var labels = new ModelLabeller(MODEL, 10).labels("l", mistakes, script);
    assertThat(labels.get(0)).isEqualTo(new Labeller.Label(ErrorClass.SALIENCY, "r"));
    assertThat(labels.get(1).error()).isNull();
    assertThat(script.asked.getFirst().messages().getLast().text())
        .contains("1. <<<x>>>\n   <<<D1:1 Ann: hi>>>\n2. <<<y>>>");
  }
}
