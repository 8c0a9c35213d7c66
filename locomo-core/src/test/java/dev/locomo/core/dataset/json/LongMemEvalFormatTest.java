package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.check.CheckReport.Finding;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** LongMemEval's shape, and that nothing of it tells the answer. */
class LongMemEvalFormatTest extends DatasetFormatContract {
  private static final String DATA =
      """
      [{"question_id": "bike", "question_type": "single-session-user",
        "question": "What colour is my bicycle?", "answer": "blue",
        "question_date": "2023/05/30 (Tue) 23:40",
        "haystack_dates": ["2023/05/21 (Sun) 15:00", "2023/05/20 (Sat) 02:21"],
        "haystack_session_ids": ["noise_7", "answer_4be1_1"],
        "haystack_sessions": [
          [{"role": "user", "content": "Which bread keeps longest?"},
           {"role": "assistant", "content": "Rye bread does."}],
          [{"role": "user", "content": "My bicycle is blue.", "has_answer": true},
           {"role": "assistant", "content": "Nice!", "has_answer": false}]],
        "answer_session_ids": ["answer_4be1_1"]},
       {"question_id": "bike_abs", "question_type": "multi-session",
        "question": "What colour is my car?", "answer": "No car was mentioned.",
        "question_date": "2023/05/30 (Tue) 23:40",
        "haystack_dates": ["2023/05/20 (Sat) 02:21"],
        "haystack_session_ids": ["answer_9_abs_1"],
        "haystack_sessions": [
          [{"role": "user", "content": "My bicycle is blue.", "has_answer": true}]],
        "answer_session_ids": ["answer_9_abs_1"]}]
      """;

  @Override
  DatasetFormat format() {
    return new LongMemEvalFormat();
  }

  @Override
  Path example() throws IOException {
    return Files.writeString(folder.resolve("lme.json"), DATA);
  }

  @Test
  void eachQuestionHasAHistoryOfItsOwnInTheOrderOfItsDates() throws IOException {
    Sample sample = format().read(example()).samples().getFirst();
    assertThat(sample.id()).isEqualTo("bike");
    assertThat(sample.conversation().sessions())
        .extracting(s -> s.number() + " " + s.dateText())
        .containsExactly("1 2023/05/20 (Sat) 02:21", "2 2023/05/21 (Sun) 15:00");
    assertThat(sample.conversation().turns())
        .extracting(Turn::speaker)
        .containsExactly("user", "assistant", "user", "assistant");
    Question question = sample.questions().getFirst();
    assertThat(question.category().label()).isEqualTo("single-session-user");
    assertThat(question.evidence()).containsExactly("D1:1");
    assertThat(question.details().now()).isEqualTo("2023/05/30 (Tue) 23:40");
    assertThat(Probe.of(question).put())
        .isEqualTo("(Asked on 2023/05/30 (Tue) 23:40.) What colour is my bicycle?");
  }

  @Test
  void aQuestionWithoutAnswerHasNoEvidenceAndAnIdThatDoesNotTell() throws IOException {
    Question question = format().read(example()).samples().get(1).questions().getFirst();
    assertThat(question.gold()).isEqualTo(new Gold.Unanswerable(null, "No car was mentioned."));
    assertThat(question.unanswerable()).isTrue();
    assertThat(question.evidence()).isEmpty();
    assertThat(question.key()).isEqualTo("bike-2/0");
    assertThat(question.slice("answerable")).isEqualTo("unanswerable");
  }

  @Test
  void nothingThatTheProfileHidesIsLeft() throws IOException {
    var data = format().read(example());
    for (Sample sample : data.samples()) {
      assertThat(sample.id() + sample.conversation())
          .doesNotContain("answer_", "_abs", "noise_7", "has_answer");
      assertThat(Probe.of(sample.questions().getFirst()).toString())
          .doesNotContain("_abs", "answer_4be1", "No car was");
    }
  }

  @Test
  void everyOddityIsFoundWithItsPlace() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("odd.json"),
            DATA.replace("\"2023/05/20 (Sat) 02:21\"], \n", "")
                .replace("[\"2023/05/21 (Sun) 15:00\", \"2023/05/20 (Sat) 02:21\"]", "[\"soon\"]")
                .replace("\"answer\": \"blue\"", "\"answer\": 7, \"mood\": 1")
                .replace(
                    "\"role\": \"assistant\", \"content\": \"Nice!\"",
                    "\"role\": \"tool\", \"content\": \"Nice!\"")
                .replace(
                    "\"answer_session_ids\": [\"answer_4be1_1\"]",
                    "\"answer_session_ids\": [\"x\"]"));
    var report = format().check(file, null);
    assertThat(report.usable()).isFalse();
    assertThat(report.findings())
        .extracting(f -> f.oddity() + " " + f.place())
        .containsExactlyInAnyOrder(
            Oddity.UNKNOWN_KEY + " /0/mood",
            Oddity.ANSWER_INTEGER + " /0/answer",
            Oddity.LENGTHS_DIFFER + " /0/haystack_dates",
            Oddity.DATE_UNREADABLE + " /0/haystack_dates/0",
            Oddity.NO_SUCH_SESSION + " /0/answer_session_ids/0",
            Oddity.SPEAKER_UNKNOWN + " /0/haystack_sessions/1/1/role");
    assertThatThrownBy(() -> format().read(file))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/0/haystack_dates")
        .hasMessageContaining("found 1 elements; expected 2, one a session");
  }

  @Test
  void anUnknownTypeIsRefusedWithThoseThereAre() throws IOException {
    Path file =
        Files.writeString(folder.resolve("odd.json"), DATA.replace("multi-session", "riddle"));
    assertThat(format().check(file, null).findings())
        .extracting(Finding::place)
        .contains("/1/question_type");
    assertThatThrownBy(() -> format().read(file)).hasMessageContaining("5 knowledge-update");
  }

  @Test
  void linesAreReadAsAnArrayIs() throws IOException {
    String lines =
        JsonFiles.MAPPER.readTree(DATA).get(0) + "\n" + JsonFiles.MAPPER.readTree(DATA).get(1);
    Path file = Files.writeString(folder.resolve("lme.jsonl"), lines);
    assertThat(DatasetReader.read(file).samples())
        .isEqualTo(DatasetReader.read(example()).samples());
  }
}
