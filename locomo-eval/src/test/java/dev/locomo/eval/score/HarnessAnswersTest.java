package dev.locomo.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.predict.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches answers that end up with another question, and outages that end up as answers. */
class HarnessAnswersTest {
  @TempDir Path folder;
  private Dataset data = new Dataset("", "", List.of());

  @BeforeEach
  void write() throws IOException {
    data =
        DatasetReader.read(
            Files.writeString(
                folder.resolve("data.json"),
                """
                [{"sample_id": "c-7", "conversation": {"speaker_a": "A", "speaker_b": "B",
                   "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "x"}]},
                  "qa": [{"question": "Prize?", "adversarial_answer": "cup", "evidence": [], "category": 5},
                         {"question": "Prize?", "answer": "cup", "evidence": [], "category": 4},
                         {"question": "Why?", "answer": 7, "evidence": [], "category": 1}]},
                 {"sample_id": "c-9", "conversation": {"speaker_a": "A", "speaker_b": "B",
                   "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "x"}]},
                  "qa": [{"question": "Who?", "answer": "A", "evidence": [], "category": 4}]}]
                """));
  }

  @Test
  void mem0ResultsAreMatchedByConversationTextAndCategory() throws IOException {
    assertThat(
            read(
                """
                {"0": [{"question": "Prize?", "answer": "cup", "category": 4, "response": "a cup"},
                       {"question": "Why?", "answer": 7, "category": "1", "response": "7"}],
                 "1": [{"question": "Who?", "answer": "A", "category": 4, "response": ""}]}
                """))
        .isEqualTo(Map.of("c-7/1", "a cup", "c-7/2", "7", "c-9/0", ""));
  }

  @Test
  void zepGradesWithoutCategoriesGoToTheAnswerableQuestionOfATextFirst() throws IOException {
    assertThat(
            read(
                """
                {"locomo_experiment_user_0": [
                  {"question": "Prize?", "answer": "a cup", "golden_answer": "cup", "grade": true}],
                 "locomo_experiment_user_1": [
                  {"question": "Who?", "answer": null, "golden_answer": "A", "grade": false}]}
                """))
        .isEqualTo(Map.of("c-7/1", "a cup"));
  }

  @Test
  void everMemOsErrorTextsAreOutages() throws IOException {
    assertThat(
            read(
                """
                {"total_questions": 2, "correct": 1, "detailed_results": {"locomo_exp_user_0": [
                  {"question_id": "locomo_0_qa2", "question": "Why?", "generated_answer": "7", "category": "1"},
                  {"question_id": "locomo_0_qa1", "question": "Prize?", "category": "4",
                   "generated_answer": "Error: Failed to generate answer"}]}}
                """))
        .isEqualTo(Map.of("c-7/2", "7", "c-7/1", "provider-failed"));
  }

  @Test
  void memorybenchCheckpointsAreReadByQuestionId() throws IOException {
    assertThat(
            read(
                """
                {"runId": "r", "questions": {
                  "c-7-q2": {"questionId": "c-7-q2", "question": "Why?", "questionType": "single-hop",
                    "phases": {"answer": {"status": "completed", "hypothesis": "7"}}},
                  "c-7-q0": {"questionId": "c-7-q0", "question": "Prize?", "questionType": "adversarial",
                    "phases": {"answer": {"status": "pending"}}},
                  "c-9-q0": {"questionId": "c-9-q0", "question": "Who?",
                    "phases": {"answer": {"status": "failed", "error": "x"}}}}}
                """))
        .isEqualTo(Map.of("c-7/2", "7", "c-9/0", "provider-failed"));
  }

  @Test
  void anAnswerToAQuestionThatIsNotAskedThereIsRefused() {
    assertThatThrownBy(() ->
            read(
                """
                {"1": [{"question": "Why?", "answer": "x", "category": 1, "response": "y"}]}
                """))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/1/0: found a question that");
    assertThatThrownBy(() ->
            read(
                """
                {"detailed_results": {"u": [
                  {"question_id": "locomo_0_qa1", "question": "Why?", "generated_answer": "7"}]}}
                """))
        .hasMessageContaining("found another question than number 1");
  }

  @Test
  void linesOfOursAreStillLines() throws IOException {
    assertThat(
            read(
                """
                {"prediction": "7", "question_id": "c-7/2"}
                {"question_id": "c-9/0", "prediction": "A"}
                """))
        .isEqualTo(Map.of("c-7/2", "7", "c-9/0", "A"));
  }

  @Test
  void whatPythonLeavesBehindIsReadAsMeant() throws IOException {
    assertThat(
            read(
                "\ufeff{\"question_id\": \"c-7/1\", \"prediction\": NaN}\n"
                    + "{\"question_id\": \"c-7/2\", \"prediction\": 2022.0}\n"
                    + "{\"question_id\": \"c-9/0\", \"prediction\": 0.5}\n"))
        .isEqualTo(Map.of("c-7/2", "2022", "c-9/0", "0.5"));
  }

  @Test
  void memosResultsAreReadAsZeps() throws IOException {
    assertThat(
            read(
                """
                {"locomo_exp_user_1": [
                  {"question": "Who?", "answer": "B", "category": 4, "golden_answer": "A"}]}
                """))
        .isEqualTo(Map.of("c-9/0", "B"));
  }

  @Test
  void validJsonOfAnotherShapeIsCalledWhatItIs() {
    assertThatThrownBy(() -> read("{\"index\": 1,\n \"model_output\": {}}"))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found an object with the keys index, model_output; expected");
  }

  private Map<String, String> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("answers.json"), text);
    var answers = new TreeMap<String, String>();
    new AnswerFiles(data)
        .read(file, null)
        .forEach((Prediction.Key key, StoredAnswer answer) -> {
          QuestionId id = key.question();
          answers.put(
              id.toString(),
              switch (answer) {
                case StoredAnswer.Given given -> given.text();
                case StoredAnswer.Missing missing -> missing.why().reason().label();
              });
        });
    return answers;
  }
}
