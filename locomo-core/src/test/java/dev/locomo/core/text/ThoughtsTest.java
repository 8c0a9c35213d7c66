package dev.locomo.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catches a thought that is taken for what is said, in any model's spelling. */
class ThoughtsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>hm</think>a blue bicycle",
        "<think>\nhm\n</think>\n\na blue bicycle",
        "<think type=\"long\">hm</think>a blue bicycle",
        "<Thinking>hm</Thinking> a blue bicycle",
        "<thought>hm</thought>\na blue bicycle",
        "<thoughts>hm</thoughts>a blue bicycle",
        "<reasoning>hm</reasoning>a blue bicycle",
        "<reflection>hm</reflection>a blue bicycle",
        "<scratchpad>hm</scratchpad>a blue bicycle",
        "<seed:think>hm</seed:think>a blue bicycle",
        "<longcat_think>hm</longcat_think>a blue bicycle",
        "[THINK]hm[/THINK]a blue bicycle",
        "◁think▷hm◁/think▷a blue bicycle",
        "<|START_THINKING|>hm<|END_THINKING|><|START_RESPONSE|>a blue bicycle<|END_RESPONSE|>",
        "<|begin_of_thought|>hm<|end_of_thought|>\n\n<|begin_of_solution|>a blue"
            + " bicycle<|end_of_solution|>",
        "<|inner_prefix|>hm<|inner_suffix|>a blue bicycle",
        "<|channel>thought\nhm<channel|>a blue bicycle",
        "<unused94>thought\nhm<unused95>a blue bicycle",
        "<|think|>hm<|end|>a blue bicycle",
        "Here is my thought process: hm Here is my response: a blue bicycle",
        "<think>one</think><think>two</think>a blue bicycle",
        "<think>one</think>\n\n<think>two</think>\na blue bicycle",
        "hm, she said so.\n</think>\n\na blue bicycle",
        "hm[/THINK]a blue bicycle",
        "hm</seed:think>a blue bicycle",
        "</think>a blue bicycle",
        "<think>\n\n</think>\n\na blue bicycle",
        "<think>hm</think>\n<answer>a blue bicycle</answer>",
        "<think>hm</think><response>\na blue bicycle\n</response>\n",
        "<think>hm</think><answer>a blue bicycle",
        "<|begin_of_box|>a blue bicycle<|end_of_box|>",
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>a blue"
            + " bicycle<|return|>",
        "<|start|>assistant<|channel|>analysis<|message|>hm<|end|><|channel|>final"
            + " <|constrain|>text<|message|>a blue bicycle",
        "hm<|end|><|start|>assistant<|channel|>final<|message|>a blue bicycle",
        "analysisWe know that she bought it.assistantfinala blue bicycle",
        "analysis She bought it.assistantfinala blue bicycle",
        "<think>hm <think> twice</think> so</think>a blue bicycle",
        "<think/>a blue bicycle",
        "<think />\n\na blue bicycle",
        "<think>hm</thinking>a blue bicycle",
        "<thinking>hm</think>\n\na blue bicycle",
        "hm </think> wait </think> a blue bicycle",
        "<thought_process>hm</thought_process>\na blue bicycle",
        "<inner_monologue>hm</inner_monologue>a blue bicycle",
        "<chain_of_thought>hm</chain_of_thought>a blue bicycle",
        "<antThinking>hm</antThinking>a blue bicycle",
        "<think>hm</think>\n<answer><|begin_of_box|>a blue bicycle<|end_of_box|></answer>",
        "<|START_THINKING|>hm<|END_THINKING|><|START_TEXT|>a blue bicycle<|END_TEXT|>",
        "Here are my reasoning steps:\nhm\n[BEGIN FINAL RESPONSE]\na blue bicycle\n[END FINAL RESPONSE]",
        "hm\n[BEGIN FINAL RESPONSE]\na blue bicycle",
        "<thinking>hm</thinking>\n<output>a blue bicycle</output>",
        "[unused16]hm[unused17]a blue bicycle",
        "<|think|>hm<|end|><|begin|>assistant<|content|>a blue bicycle",
        "<|thinking|>hm<|/thinking|>a blue bicycle",
        "<details type=\"reasoning\" done=\"true\">\n<summary>Thought</summary>\n> hm\n</details>\na blue bicycle",
      })
  void whatIsSaidIsWhatIsLeft(String reply) {
    assertThat(Thoughts.without(reply).strip()).isEqualTo("a blue bicycle");
  }

  @Test
  void aThoughtBetweenTwoPartsOfAReplyIsTakenOut() {
    assertThat(Thoughts.without("Sure.\n<think>\nhm\n</think>\nA bicycle."))
        .isEqualTo("Sure.\n\nA bicycle.");
    assertThat(Thoughts.without("A bicycle.\n<think>or was it")).isEqualTo("A bicycle.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>hm",
        "<think>hm</think>",
        "\n<thinking>hm",
        "[THINK]hm",
        "◁think▷hm",
        "<seed:think>hm",
        "<|START_THINKING|>hm",
        "<|channel>thought\nhm",
        "<|channel|>analysis<|message|>hm",
        "analysisWe need to find what she bought",
        "hm</think>",
        "Here's my thought process: hm"
      })
  void aReplyOfThoughtsAloneIsEmpty(String reply) {
    assertThat(Thoughts.without(reply)).isBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a blue bicycle",
        "  a blue\n\nbicycle \n",
        "She wrote <think> on the wall",
        "She wrote <think>x</think> on the wall",
        "a [THINK] b",
        "<answer>a blue bicycle</answer>",
        "{\"answer\": \"<b>a</b>\"}",
        "analysis of what she bought",
        "Analysis: she bought it",
        "I think it was blue",
        "<p>a blue bicycle</p>",
        "<thinking cap>",
        "<thoughtful> gift",
        "<Thinking, Fast and Slow>",
        "<details>a blue bicycle</details>",
        ""
      })
  void aReplyWithoutAMarkOfThoughtIsLeftAsItIs(String reply) {
    assertThat(Thoughts.without(reply)).isEqualTo(reply);
  }

  @Test
  void aMegabyteTakesNoTime() {
    String lines = "x \n".repeat(1 << 18);
    assertThat(Thoughts.without(lines)).isEqualTo(lines);
    assertThat(Thoughts.without("\n".repeat(1 << 20) + "a").strip()).isEqualTo("a");
    assertThat(Thoughts.without("<answer>" + lines)).startsWith("<answer>");
    assertThat(Thoughts.without("<think>" + lines + "</think>yes")).isEqualTo("yes");
    assertThat(Thoughts.without("<think>" + lines)).isEmpty();
  }
}
