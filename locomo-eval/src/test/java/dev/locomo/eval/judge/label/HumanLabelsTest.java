package dev.locomo.eval.judge.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.judge.label.LabelSample.Answered;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HumanLabelsTest {
  @TempDir private Path folder;

  @Test
  void aSheetIsReadInEveryUsualWordAndRowsWithoutLabelArePassedOver() throws IOException {
    var labels =
        read(
            "Question_ID,question,label,labeller\r\n"
                + "a/0,\"Who, then?\",Right,ann\r\na/0,,no,ben\r\na/1,?,,ann\r\na/2,?,0,ann\r\n");
    assertThat(labels.byQuestion()).hasSize(2);
    assertThat(labels.majority(id("a", 0))).as("one of each").isEmpty();
    assertThat(labels.majority(id("a", 1))).isEmpty();
    assertThat(labels.majority(id("a", 2))).hasValue(false);
  }

  @Test
  void jsonLinesAreReadLikewiseAndLaterLabelsOfAPersonReplaceEarlierOnes() throws IOException {
    var first = read("{\"question_id\":\"a/0\",\"label\":\"wrong\",\"labeller\":\"ann\"}\n");
    var later = read("{\"question_id\":\"a/0\",\"label\":\"right\",\"labeller\":\"ann\"}\n");
    first.with(later).write(folder);
    assertThat(HumanLabels.of(folder).majority(id("a", 0))).hasValue(true);
    assertThat(HumanLabels.of(folder.resolve("elsewhere")).byQuestion()).isEmpty();
  }

  @Test
  void whatIsNoLabelIsRefusedWithItsPlace() {
    refused("question_id,label\na/0,maybe\n", "line 2", "found label 'maybe'");
    refused("question_id,label\nfirst,right\n", "line 2", "found question_id 'first'");
    refused("question_id,label\na/0,right\na/0,right\n", "line 3", "a second time");
    refused("id,verdict\na/0,right\n", "line 1", "expected question_id, label");
    refused("", "is empty");
    refused("{\"question_id\":\n", "line 1", "not valid JSON");
  }

  private void refused(String text, String... parts) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataError.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aSampleIsSpreadOverTheConversationsAndTheSameSeedDrawsTheSame() {
    var answers = new ArrayList<Answered>();
    for (String conversation : List.of("a", "a", "a", "b")) {
      for (int i = 0; i < 25; i++) {
        answers.add(
            new Answered(
                question(conversation, answers.size(), BenchmarkProfile.LOCOMO.category(2)), "x"));
      }
    }
    var sample = LabelSample.draw(answers, 10, 1);
    Map<String, Long> counts =
        sample.drawn().stream()
            .collect(Collectors.groupingBy(a -> a.question().cluster(), Collectors.counting()));
    assertThat(sample.drawn()).doesNotHaveDuplicates().hasSize(10);
    assertThat(counts.get("b")).isBetween(2L, 3L);
    assertThat(LabelSample.draw(answers, 10, 1)).isEqualTo(sample);
    assertThat(LabelSample.draw(answers, 10, 2)).isNotEqualTo(sample);
    assertThat(LabelSample.draw(answers, 100, 2).drawn()).hasSize(100);
    assertThatThrownBy(() -> LabelSample.draw(answers, 101, 2)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> LabelSample.draw(answers, 0, 2)).isInstanceOf(UserError.class);
  }

  @Test
  void aSheetHasNoFormulaAndWhatWasDrawnCanBeReadBack() throws IOException {
    var question = question("a", 0, BenchmarkProfile.LOCOMO.category(2));
    var sample = new LabelSample(List.of(new Answered(question, "=HYPERLINK(\"x\")")));
    assertThat(sample.csv()).contains("\"'=HYPERLINK(\"\"x\"\")\"").doesNotContain(",=");
    assertThat(read(sample.csv()).byQuestion()).isEmpty();
    assertThat(read(sample.lines().replace("\"label\":\"\"", "\"label\":\"right\"")).byQuestion())
        .containsOnlyKeys(id("a", 0));
  }

  @Test
  void aJudgedScoreIsCorrectedByWhatPeopleSayAndAdversarialQuestionsStandApart() {
    var rows = new ArrayList<ItemScore>();
    var labels = new HashMap<QuestionId, Map<String, Boolean>>();
    for (int i = 0; i < 40; i++) {
      var question = question(i % 2 == 0 ? "a" : "b", i, BenchmarkProfile.LOCOMO.category(2));
      rows.add(new ItemScore(question, true, new Score.Scored(i < 30 ? 1 : 0, "")));
      if (i % 4 < 2) {
        labels.put(question.id(), Map.of("", i < 24));
      }
    }
    rows.add(
        new ItemScore(
            question("a", 99, BenchmarkProfile.LOCOMO.category(5)), true, new Score.Scored(1, "")));
    labels.put(id("a", 99), Map.of("", true));
    var verdicts = new MetricScores("judge(x)", "", MetricScores.unanswerable(rows), rows);
    var score = LabelledScore.of(verdicts, new HumanLabels(labels)).orElseThrow();
    assertThat(score.judge()).isEqualTo(0.75);
    assertThat(score.labels()).isEqualTo(20);
    assertThat(score.human().mean()).isEqualTo(0.6);
    assertThat(score.corrected().estimate()).isEqualTo(0.75 * 12 / 16);
    assertThat(score.kappa()).isPresent();
    assertThat(score.sentence()).contains("judge alone 75.0", "corrected by 20 labels 56.3 (");
    assertThat(LabelledScore.of(verdicts, new HumanLabels(Map.of()))).isEmpty();
  }

  private static Question question(String conversation, int index, Category category) {
    return new Question(id(conversation, index), "Who?", category, new Gold.Answer("x"), List.of());
  }

  private static QuestionId id(String conversation, int index) {
    return new QuestionId(conversation, index);
  }

  private HumanLabels read(String text) throws IOException {
    return HumanLabels.read(Files.writeString(folder.resolve("sheet"), text));
  }

  @Test
  void linesOfSomethingElseAreRefusedAndNoLabelsMakeNoFile() throws IOException {
    assertThatThrownBy(() -> read("{\"id\": \"a\", \"text\": \"b\"}"))
        .hasMessageContaining("expected the members question_id and label");
    new HumanLabels(Map.of()).write(folder);
    assertThat(folder.resolve(HumanLabels.FILE)).doesNotExist();
  }
}
