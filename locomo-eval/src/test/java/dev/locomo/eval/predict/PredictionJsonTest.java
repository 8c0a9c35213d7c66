package dev.locomo.eval.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines of {@code predictions.jsonl}, there and back. */
class PredictionJsonTest {
  private static Prediction prediction(Outcome outcome, String answer, Prediction.Exchange x) {
    return new Prediction(
        new QuestionId("conv/26", 37), "trap-last", outcome, answer, List.of("D1:3"), x, "why");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWERED", "EMPTY", "CUT_OFF"})
  void aLineReadsBackAsItWas(Outcome outcome) {
    var exchange =
        new Prediction.Exchange(
            "ab".repeat(32),
            "\"Oslo\"\n\u2028 é 🚤",
            true,
            7,
            0,
            41,
            "m-2026",
            "req-1",
            new Tokens.Prefix(5, 1));
    var prediction = prediction(outcome, "Oslo\n\"é\"", exchange);
    String line = PredictionJson.line(prediction);
    assertThat(line).doesNotContain("\n");
    assertThat(PredictionJson.parse(line, "f", 1)).isEqualTo(prediction);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "FILTERED"})
  void whereThereIsNoAnswerNoneIsWritten(Outcome outcome) {
    var prediction = prediction(outcome, "", Prediction.Exchange.none("ab".repeat(32)));
    String line = PredictionJson.line(prediction);
    assertThat(line).doesNotContain("\"prediction\"");
    assertThat(PredictionJson.parse(line, "f", 1)).isEqualTo(prediction);
  }

  @Test
  void theNamesOnALineAreThoseThatScriptsKnow() {
    var exchange =
        new Prediction.Exchange("aa", "Oslo", false, 7, null, 41, null, null, Tokens.Prefix.NONE);
    var prediction =
        new Prediction(
            new QuestionId("conv-26", 37),
            "free",
            Outcome.ANSWERED,
            "Oslo",
            List.of(),
            exchange,
            "");
    assertThat(PredictionJson.line(prediction))
        .isEqualTo(
            "{\"question_id\":\"conv-26/37\",\"form\":\"free\",\"outcome\":\"answered\","
                + "\"prediction\":\"Oslo\",\"ask_sha256\":\"aa\",\"raw\":\"Oslo\","
                + "\"source\":\"live\",\"input_tokens\":7,\"output_tokens\":null,"
                + "\"latency_ms\":41,\"model\":null,\"request_id\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"question_id\": \"s/1\", \"outcome\": \"won\"} | no known outcome",
        "{\"question_id\": \"s\", \"outcome\": \"failed\"} | no question_id such as conv-26/37",
        "{\"outcome\": \"failed\"} | no question_id such as conv-26/37",
        "[] | no question_id such as conv-26/37",
        "{\"question_id\": | not valid JSON; was the file edited?",
      })
  void aLineThatIsNoPredictionIsNamed(String line, String problem) {
    assertThatThrownBy(() -> PredictionJson.parse(line, "run/predictions.jsonl", 12))
        .isInstanceOf(DataError.class)
        .hasMessage("run/predictions.jsonl at line 12: " + problem);
  }
}
