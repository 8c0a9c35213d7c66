package dev.locomo.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catches a reader that takes thoughts for the answer, or the answer for thoughts. */
class ReplyTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1}",
        "  {\"a\": 1}\n",
        "<think>maybe {\"a\": 2}</think>{\"a\": 1}",
        "<thinking>\nmaybe\n</thinking>\n\n{\"a\": 1}",
        "<THINK>maybe</THINK> {\"a\": 1}",
        "<think></think>\n<think>again</think>{\"a\": 1}",
        "maybe {\"a\": 2}</think>{\"a\": 1}",
        "[THINK]maybe[/THINK]{\"a\": 1}",
        "<|channel|>analysis<|message|>maybe<|end|><|start|>assistant<|channel|>final<|message|>{\"a\":"
            + " 1}<|return|>",
        "```json\n{\"a\": 1}\n```",
        "<think>hm</think>\n```\n{\"a\": 1}\n```",
        "```JSON\n{\"a\": 1}```",
        "```json {\"a\": 1} ```",
        "```json\n{\"a\": 1}",
        "{\"a\": 1}\n```",
      })
  void thoughtsAndFencesRoundAReplyAreNoPartOfIt(String reply) {
    assertThat(ReplyText.of(reply).json()).hasToString("Optional[{\"a\":1}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>never closed {\"a\": 1}",
        "[THINK]never closed {\"a\": 1}",
        "<|channel|>analysis<|message|>never said",
        "<think>closed</think>",
        "",
        "   ",
      })
  void aReplyOfThoughtsAloneSaysNothing(String reply) {
    assertThat(ReplyText.of(reply).text()).isEmpty();
    assertThat(ReplyText.of(reply).json()).isEmpty();
    assertThat(ReplyText.of(reply).start()).isEqualTo("nothing");
  }

  @Test
  void marksInTheMiddleOfAnAnswerAreText() {
    assertThat(ReplyText.of("She wrote <think> on the wall").text())
        .isEqualTo("She wrote <think> on the wall");
    assertThat(ReplyText.of("a [THINK] b").text()).isEqualTo("a [THINK] b");
  }

  @Test
  void strictJsonIsTheWholeReplyOrNothing() {
    assertThat(ReplyText.of("here: {\"a\": 1}").json()).isEmpty();
    assertThat(ReplyText.of("{\"a\": 1} done").json()).isEmpty();
    assertThat(ReplyText.of("here: {\"a\": 1} done").between('{', '}')).isEqualTo("{\"a\": 1}");
    assertThat(ReplyText.of("} {").between('{', '}')).isEmpty();
  }

  @Test
  void halfAReplyIsRefusedWhereAWholeOneIsNeeded() {
    var cut = new Reply("abc", Reply.Finish.LENGTH, null, null, null, null, Duration.ZERO, false);
    assertThatThrownBy(() -> ReplyText.of(cut).whole())
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void aMegabyteOfThoughtsIsPassedOver() {
    String thoughts = "x ".repeat(1 << 19);
    assertThat(ReplyText.of(thoughts + "</think>yes").text()).isEqualTo("yes");
    assertThat(ReplyText.of("<think>" + thoughts + "</think>yes").text()).isEqualTo("yes");
    assertThat(ReplyText.of("<think>" + thoughts).text()).isEmpty();
  }

  @Test
  void bracketsAreTakenWithEverythingBetweenTheFirstAndTheLast() {
    assertThat(ReplyText.of("[1]").between('[', ']'))
        .as("from the first character")
        .isEqualTo("[1]");
    assertThat(ReplyText.of("a \"b\" c").between('"', '"')).isEqualTo("\"b\"");
    assertThat(ReplyText.of("only one \" here").between('"', '"')).isEmpty();
    assertThat(ReplyText.of("none").between('[', ']')).isEmpty();
  }

  @Test
  void theFirstFenceIsTakenOutOfTalkRoundIt() {
    assertThat(ReplyText.of("Here:\n```text\n one \n```\nand\n```\ntwo\n```").unfenced())
        .isEqualTo("one");
    assertThat(ReplyText.of("no fence").unfenced()).isEqualTo("no fence");
  }

  @Test
  void theStartOfAReplyIsOneLineOfEightyCharacters() {
    assertThat(ReplyText.of("a\n  b\tc").start()).isEqualTo("a b c");
    assertThat(ReplyText.of("x".repeat(80)).start()).isEqualTo("x".repeat(80));
    assertThat(ReplyText.of("x".repeat(81)).start()).isEqualTo("x".repeat(80) + "...");
  }

  @Test
  void onlyAReplyThatEndedAtTheLimitWasCut() {
    for (var finish : Reply.Finish.values()) {
      assertThat(new ReplyText("a", finish, true).cut())
          .as(finish.name())
          .isEqualTo(finish == Reply.Finish.LENGTH);
    }
  }
}
