package dev.locomo.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.SmallRun;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from elsewhere as a run. */
class AnswerRunTest {
  @TempDir private Path folder;
  private Dataset data;

  @BeforeEach
  void read() throws Exception {
    SmallRun.write(Files.createDirectories(folder.resolve("small")));
    data = DatasetReader.read(folder.resolve("small/data.json"));
  }

  private void write(String answer) {
    var key = new Prediction.Key(new QuestionId("a", 1), "free");
    Map<Prediction.Key, StoredAnswer> answers =
        Map.of(key, new StoredAnswer.Given(answer, List.of("D2:1")));
    new AnswerRun(data, Selection.ALL, answers, ScoringRule.LOCOMO, "mine")
        .write(folder.resolve("run"), List.of("score"));
  }

  @Test
  void itIsReadAsAnyRunIs() {
    write("9 May 2023");
    var run = StoredRun.read(folder.resolve("run"), null);
    assertThat(run.title()).isEqualTo("mine, protocol locomo");
    assertThat(run.manifest().path("status").asText()).isEqualTo("complete");
    assertThat(run.answered()).hasSize(1);
    var of = run.metric("token-f1").summary().overall();
    assertThat(List.of(of.asked(), of.scored())).containsExactly(6, 1);
    assertThat(folder.resolve("run/scores.jsonl")).content().contains("evidence-recall");
  }

  @Test
  void theSameAnswersAreWrittenAgainAndOthersAreRefused() {
    write("9 May 2023");
    write("9 May 2023");
    assertThatThrownBy(() -> write("8 May 2023"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds a run with other settings")
        .hasMessageContaining("answers_sha256");
  }
}
