package dev.locomo.eval.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Event;
import dev.locomo.eval.facts.Labeller.Label;
import dev.locomo.eval.facts.Labeller.Mistakes;
import dev.locomo.eval.facts.Labeller.Unfounded;
import dev.locomo.eval.facts.Verifier.Matter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors that need no model; all can be counted by hand. */
class ByRuleTest {
  private final Script nobody = new Script();

  @Test
  void clausesEndWithSentencesAndSemicolons() {
    var events = List.of(Event.of("Ann moves; she rests. Mr. Oak eats."), Event.of(" "));
    assertThat(new ClauseDecomposer().facts("d", events, nobody).facts())
        .containsExactly(
            new Fact(1, "Ann moves"), new Fact(1, "she rests."), new Fact(1, "Mr. Oak eats."));
  }

  @Test
  void halfOfTheWordsOfAFactInOneEventAreSupport() {
    var events =
        List.of(Event.of("Ann sells her bakery in Oslo."), Event.of("Ann buys a sailing boat."));
    var facts =
        List.of(
            new Fact(1, "Ann buys boats."), // buy, boat: both in 2
            new Fact(1, "Ann buys a bakery abroad."), // 1 of 3 in each
            new Fact(1, "Ann sails to Oslo."), // 1 of 2 in each: the first
            new Fact(1, "Ann is Ann.")); // no word but a name
    var checks = new LexicalVerifier().check("v", new Matter("Ann", "Ben", events, facts), nobody);
    assertThat(checks.get(0)).isEqualTo(new Check.Supported(2, "100 % of its words in one event"));
    assertThat(checks.get(1)).isEqualTo(new Check.Unsupported("33 % of its words in one event"));
    assertThat(checks.get(2))
        .isInstanceOfSatisfying(Check.Supported.class, c -> assertThat(c.by()).isEqualTo(1));
    assertThat(checks.get(3)).isInstanceOf(Check.Unsupported.class);
    assertThat(nobody.steps).isEmpty();
  }

  @Test
  void mistakesAreLabelledByWhereTheirWordsAre() {
    var mistakes =
        new Mistakes(
            "Ann",
            "Ben",
            List.of(Event.of("Ann moves.")),
            List.of(Event.of("Ben adopts a dog.")),
            List.of(
                new Unfounded("Ann adopts a dog.", List.of("D1:1 Ben: I adopted a dog!")),
                new Unfounded("Ann paints fences.", List.of("D1:2 Ann: I am painting a fence.")),
                new Unfounded("Ann flies to the planet Mars.", List.of("D1:3 Ann: I saw a fly."))));
    assertThat(new RuleLabeller().labels("l", mistakes, nobody))
        .extracting(Label::error)
        .containsExactly(
            ErrorClass.SPEAKER_ATTRIBUTION, ErrorClass.SALIENCY, ErrorClass.HALLUCINATION);
  }
}
