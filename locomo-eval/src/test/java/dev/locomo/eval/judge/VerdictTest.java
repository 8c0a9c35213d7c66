package dev.locomo.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.metric.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catches a reader that guesses: what is not in the grammar is never right and never wrong. */
class VerdictTest {
  @Test
  void readsTheObjectThatWasAskedFor() {
    assertThat(Verdict.read(ReplyText.of("{\"verdict\": \"correct\", \"reason\": \"same day\"}")))
        .contains(new Verdict(1, "same day"));
    assertThat(Verdict.read(ReplyText.of("\n {\"reason\": \"\", \"verdict\": \"wrong\"}\n")))
        .contains(new Verdict(0, ""));
  }

  @Test
  void aFenceRoundTheWholeIsTakenOff() {
    assertThat(
            Verdict.read(ReplyText.of("```json\n{\"verdict\": \"wrong\", \"reason\": \"x\"}\n```")))
        .contains(new Verdict(0, "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct",
        "The answer is correct.",
        "not correct",
        "{\"verdict\": \"CORRECT\", \"reason\": \"x\"}",
        "{\"verdict\": \"correct or wrong\", \"reason\": \"x\"}",
        "{\"verdict\": true, \"reason\": \"x\"}",
        "{\"verdict\": \"correct\"}",
        "{\"verdict\": \"correct\", \"reason\": null}",
        "{\"verdict\": \"correct\", \"reason\": \"x\", \"verdict\": \"wrong\"}",
        "{\"verdict\": \"correct\", \"reason\": \"x\"} {\"verdict\": \"wrong\", \"reason\": \"y\"}",
        "Sure! {\"verdict\": \"correct\", \"reason\": \"x\"}",
        "[{\"verdict\": \"correct\", \"reason\": \"x\"}]",
        "{\"verdict\": \"correct\", \"reason\": \"x\", \"score\": 0}",
        "{\"verdict\": \"correct\", \"rea"
      })
  void everythingElseIsNoVerdict(String reply) {
    assertThat(Verdict.read(ReplyText.of(reply))).isEmpty();
    assertThat(Judge.score(reply, 0))
        .isInstanceOfSatisfying(
            Score.Unscored.class,
            s -> assertThat(s.reason()).isEqualTo(Score.Reason.VERDICT_UNREADABLE));
  }
}
