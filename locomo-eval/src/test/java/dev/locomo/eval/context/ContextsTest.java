package dev.locomo.eval.context;

import static dev.locomo.eval.context.Talks.FIRST;
import static dev.locomo.eval.context.Talks.ONE;
import static dev.locomo.eval.context.Talks.SECOND;
import static dev.locomo.eval.context.Talks.THREE;
import static dev.locomo.eval.context.Talks.TWO;
import static dev.locomo.eval.context.Talks.WHERE;
import static dev.locomo.eval.context.Talks.asked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.python.PythonText;
import dev.locomo.core.text.Cl100k;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.rag.passage.Passage;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader is shown. */
class ContextsTest {
  /** A word is a token, so every sum below can be done by hand. */
  private static final ToIntFunction<String> WORDS = text -> PythonText.split(text).size();

  private static String newest(int budget) {
    return new NewestThatFits(budget + 10, WORDS, Pictures.CAPTIONS)
        .build(asked(null), WHERE, 10)
        .text();
  }

  @Test
  void theNewestTurnsAreKeptAndACutSessionKeepsItsHeader() {
    // Words: headers 5 each, the turns 5, 5 and 2.
    assertThat(newest(22)).isEqualTo(FIRST + ONE + TWO + "\n" + SECOND + THREE);
    assertThat(newest(21)).isEqualTo(FIRST + TWO + "\n" + SECOND + THREE);
    assertThat(newest(17)).isEqualTo(FIRST + TWO + "\n" + SECOND + THREE);
    assertThat(newest(16)).isEqualTo(SECOND + THREE);
    assertThat(newest(7)).isEqualTo(SECOND + THREE);
    assertThat(newest(6)).isEmpty();
    assertThat(newest(0)).isEmpty();
    assertThat(newest(-5)).isEmpty();
  }

  @Test
  void withoutALimitEverythingIsKept() {
    assertThat(
            new NewestThatFits(Integer.MAX_VALUE, WORDS, Pictures.CAPTIONS)
                .build(asked(null), WHERE, 500)
                .text())
        .isEqualTo(newest(100));
  }

  @ParameterizedTest
  @CsvSource({"50", "200", "500", "1000", "1500", "2000", "3000", "5000"})
  void theBudgetIsNeverExceeded(int budget) {
    var data = DatasetReader.read(Path.of("../data/locomo-demo.json"));
    var tokens = new Cl100k();
    for (Sample sample : data.samples()) {
      var asked = new Asked(sample.id(), sample.conversation(), List.of(), null);
      String text =
          new NewestThatFits(budget, tokens::count, Pictures.CAPTIONS)
              .build(asked, WHERE, 0)
              .text();
      assertThat(tokens.count(text)).isLessThanOrEqualTo(budget);
      String newest = TurnText.guardedLine(sample.conversation().turns().getLast());
      assertThat(budget < 100 || text.endsWith(newest)).isTrue();
    }
  }

  @Test
  void retrievedPassagesStandInTheOrderOfTheTalkAndTheirIdsBestFirst() {
    var best = new Passage("Ben: Bye.", "9 May", 2, List.of("D2:1"));
    var second = new Passage("Ben: Look.", "8 May", 1, List.of("D1:2"));
    var third = new Passage("Ann: I am in Oslo.", "", 1, List.of("D1:1"));
    var context =
        ContextBuilder.retrieved(Pictures.CAPTIONS)
            .build(asked(_ -> List.of(best, second, third)), WHERE, 0);
    assertThat(context.text())
        .isEqualTo("Ann: I am in Oslo.\n[8 May] Ben: Look.\n[9 May] Ben: Bye.\n");
    assertThat(context.ids()).containsExactly("D2:1", "D1:2", "D1:1");
  }

  @Test
  void theOracleShowsTheGoldEvidenceAndNothingElse() {
    var oracle =
        new Oracle(
            new Sample(
                "s",
                Talks.TALK,
                List.of(
                    question(0, "D2:1; D1:02"), // as malformed as some of the published
                    question(1, "D9:9"),
                    question(2)),
                List.of(),
                new TreeMap<>(),
                List.of()));
    assertThat(context(oracle, 0))
        .isEqualTo(
            new Context(
                "[8 May] Ben: Look. [picture: a boat]\n[9 May] Ben: Bye.\n",
                List.of("D2:1", "D1:2")));
    assertThat(context(oracle, 1)).isEqualTo(Context.NONE);
    assertThat(context(oracle, 2)).isEqualTo(Context.NONE);
  }

  private static Context context(Oracle oracle, int index) {
    var probe =
        new Probe(
            new QuestionId("s", index), "Where?", BenchmarkProfile.LOCOMO.category(4), null, null);
    return ContextBuilder.retrieved(Pictures.CAPTIONS).build(asked(oracle), probe, 0);
  }

  private static Question question(int index, String... evidence) {
    return new Question(
        new QuestionId("s", index),
        "Where?",
        BenchmarkProfile.LOCOMO.category(4),
        new Gold.Answer("Oslo"),
        List.of(evidence));
  }

  @Test
  void noneShowsNothing() {
    assertThat(ContextBuilder.none().build(asked(null), WHERE, 0)).isEqualTo(Context.NONE);
  }
}
