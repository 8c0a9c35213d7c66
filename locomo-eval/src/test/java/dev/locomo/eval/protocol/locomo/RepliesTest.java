package dev.locomo.eval.protocol.locomo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.metric.Abstention;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies as models really write them. */
class RepliesTest {
  private static final String TRAP = "A red guitar";

  static Stream<List<String>> free() {
    return Stream.of(
        List.of("7 May 2023", "7 May 2023"),
        List.of("  7 May 2023\n", "7 May 2023"),
        List.of("", ""),
        List.of(" \n", ""),
        List.of("Answer: Oslo", "Oslo"),
        List.of("Short answer: Oslo", "Oslo"),
        List.of("The answer is: Oslo", "Oslo"),
        List.of("FINAL ANSWER:Oslo", "Oslo"),
        List.of("**Answer:** Oslo", "Oslo"),
        List.of("Answer：奥斯陆", "奥斯陆"),
        List.of("\"Oslo\"", "Oslo"),
        List.of("“Oslo”", "Oslo"),
        List.of("Answer: \"Oslo\"", "Oslo"),
        List.of("\"Dune\" and \"Emma\"", "\"Dune\" and \"Emma\""),
        List.of("\"", "\""),
        List.of("```\nOslo\n```", "Oslo"),
        List.of("```json\n{\"answer\": \"Oslo\"}\n```", "Oslo"),
        List.of("{\"answer\": 7}", "7"),
        List.of("{\"answer\": null}", ""),
        List.of("{\"answer\": [\"Oslo\", \"Rome\"]}", "Oslo, Rome"),
        List.of("{\"reply\": \"Oslo\"}", "{\"reply\": \"Oslo\"}"),
        List.of("{not json", "{not json"),
        List.of("<think>Ann said so.\nIn May?</think>\n\nOslo", "Oslo"),
        List.of("The answer is Oslo.", "The answer is Oslo."),
        List.of("Answering machines", "Answering machines"));
  }

  @ParameterizedTest
  @MethodSource("free")
  void aFreeReplyLosesWhatStandsRoundTheAnswerAndNothingElse(List<String> replyAndAnswer) {
    assertThat(Replies.shortAnswer(ReplyText.of(replyAndAnswer.getFirst())))
        .isEqualTo(replyAndAnswer.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b",
        "B",
        "b.",
        "(b)",
        " (B) ",
        "b)",
        "**b**",
        "`b`",
        "\"b\"",
        "[b]",
        "b\n",
        "b, because nobody says it",
        "b: " + Abstention.PHRASE,
        "(b) " + Abstention.PHRASE,
        "Option b",
        "Answer: b",
        "Answer: (b)",
        "The answer is b.",
        "The correct answer is (b).",
        "The right reply is **b**.",
        "{\"answer\": \"b\"}",
        "<think>a? No.</think>b",
        Abstention.PHRASE,
        "not mentioned in the conversation.",
      })
  void theSecondOptionIsReadFromItsLetterOrItsText(String reply) {
    assertThat(Replies.choice(ReplyText.of(reply), TRAP, Abstention.PHRASE))
        .hasValue(Abstention.PHRASE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "(a)", "a. a red guitar", "A red guitar", "a red guitar.", "A)"})
  void theFirstOptionLikewise(String reply) {
    assertThat(Replies.choice(ReplyText.of(reply), TRAP, Abstention.PHRASE)).hasValue(TRAP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "neither",
        "a or b",
        "(a) or (b)",
        "a, b",
        "a and b",
        "A guitar, I believe",
        "a red one",
        "both",
        "Because",
        "a) Not mentioned in the conversation",
        "(b) A red guitar",
      })
  void whatPicksNeitherOrBothIsNotGuessedAt(String reply) {
    assertThat(Replies.choice(ReplyText.of(reply), TRAP, Abstention.PHRASE)).isEmpty();
  }

  @Test
  void optionsThatReadTheSameAreToldApartByTheirLettersAlone() {
    assertThat(
            Replies.choice(
                ReplyText.of(Abstention.PHRASE), Abstention.PHRASE, Abstention.PHRASE + "."))
        .isEmpty();
    assertThat(Replies.choice(ReplyText.of("b"), Abstention.PHRASE, Abstention.PHRASE + "."))
        .hasValue(Abstention.PHRASE + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"1\": \"Oslo\", \"2\": \"Rome\"} | Oslo;Rome",
        "{\"2\": \"Rome\", \"1\": \"Oslo\", \"3\": \"more\"} | Oslo;Rome",
        "{\"1\": 7, \"2\": null} | 7;",
        "{\"1\": [\"Oslo\", \"Bergen\"], \"2\": true} | Oslo, Bergen;true",
        "[\"Oslo\", \"Rome\"] | Oslo;Rome",
        "[\"{a}\", \"Rome\"] | {a};Rome",
        "```json {\"1\": \"Oslo\", \"2\": \"Rome\"}``` | Oslo;Rome",
        "Here they are [as asked]: {\"1\": \"Oslo\", \"2\": \"Rome\"} Bye! | Oslo;Rome",
        "<think>{}</think>{\"1\": \"Oslo\", \"2\": \"Rome\"} | Oslo;Rome",
      })
  void aBatchIsReadByItsNumbers(String reply, String answers) {
    assertThat(Replies.numbered(ReplyText.of(reply), 2))
        .hasValue(Arrays.asList(answers.split(";", -1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Oslo, Rome",
        "{\"1\": \"Oslo\"}",
        "{\"1\": \"Oslo\", \"2\": {\"answer\": \"Rome\"}}",
        "{\"1\": \"Oslo\", \"2\": \"Ro",
        "{\"1\": \"Oslo\", \"1\": \"Bergen\", \"2\": \"Rome\"}",
        "[\"Oslo\"]",
        "[\"Oslo\", \"Rome\", \"Bern\"]",
        "7",
        "}{",
      })
  void aBatchWithoutAllItsAnswersHasNone(String reply) {
    assertThat(Replies.numbered(ReplyText.of(reply), 2)).isEmpty();
  }
}
