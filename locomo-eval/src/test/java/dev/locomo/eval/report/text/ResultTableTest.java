package dev.locomo.eval.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.eval.compare.JudgedSystems;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final Score NONE = new Score.Unscored(Score.Reason.NOT_APPLICABLE, "");

  /** Two questions a category, of two conversations, which score 1 and 0. */
  private static Summary summary(String metric, Set<Integer> without, int... categories) {
    var rows = new ArrayList<ItemScore>();
    for (int number : categories) {
      var category = BenchmarkProfile.LOCOMO.category(number);
      for (int i = 0; i < 2; i++) {
        var id = new QuestionId("c-" + i, 10 * number);
        var gold =
            category.unanswerable() ? new Gold.Unanswerable("x", null) : new Gold.Answer("x");
        var score = without.contains(number) ? NONE : new Score.Scored(i, "");
        rows.add(new ItemScore(new Question(id, "?", category, gold, List.of()), true, score));
      }
    }
    return new MetricScores(metric, "", rows).summary();
  }

  @Test
  void theMatrixSumsUpQuestionsWithAnswersAndMarksMeansOverFewerThanWereAsked() {
    var all = summary("token-f1", Set.of(), 1, 2, 3, 4, 5);
    var fewer = summary("evidence-recall", Set.of(3), 1, 2, 3, 4, 5);
    assertThat(ResultTable.matrix(List.of(all, fewer)))
        .isEqualTo(
            """
                             multi-  tempo-   open-  single-  adver-
            mean %              hop     ral  domain      hop  sarial    1-4  macro
            ---------------  ------  ------  ------  -------  ------  -----  -----
            questions             2       2       2        2       2      8
            token-f1           50.0    50.0    50.0     50.0    50.0   50.0   50.0
            evidence-recall    50.0    50.0       -     50.0    50.0  50.0*  50.0*
            * over fewer questions than were asked; counts are above.

            """);
  }

  @Test
  void aMetricOfOneCategoryIsShownUnderThatCategory() {
    var summary = summary("abstention", Set.of(1, 2, 3, 4), 1, 2, 3, 4, 5);
    assertThat(ResultTable.totals(List.of(summary)).lines().toList().getLast())
        .startsWith("abstention, adversarial")
        .contains("2         2       2    50.0");
  }

  @Test
  void aTotalOfSomeCategoriesSaysWhatItLeavesOutAndOneCategoryHasNone() {
    assertThat(ResultTable.matrix(List.of(summary("m", Set.of(), 1, 2, 5))))
        .contains("without")
        .doesNotContain("1-4");
    assertThat(ResultTable.matrix(List.of(summary("m", Set.of(), 1, 5))))
        .doesNotContain("total", "macro", "1-4");
    assertThat(ResultTable.matrix(List.of(summary("m", Set.of(), 5)))).isEmpty();
  }

  @Test
  void aTableHasNoRowForWhatWasNotAsked() {
    assertThat(ResultTable.of(summary("m", Set.of(), 5)))
        .contains("adversarial")
        .doesNotContain("1-4")
        .hasLineCount(3);
  }

  @Test
  void aJudgesScoresAreNamedByModelAndRubric() {
    assertThat(MetricScores.brief("judge(model=openai:a,b,rubric=lenient-1)"))
        .isEqualTo("openai:a,b lenient-1");
    assertThat(MetricScores.brief("judge(model=m,rubric=r-1,questions=conv-26; 1,2)"))
        .isEqualTo("m r-1 of conv-26; 1,2");
    assertThat(MetricScores.brief("token-f1")).isEqualTo("token-f1");
  }

  @Test
  void judgesRankSystemsAndAnUnknownMeanHasNoRank() {
    var none = OptionalDouble.empty();
    var judged =
        new JudgedSystems(
            List.of("judge(model=x,rubric=y)", "judge(model=z,rubric=y)"),
            List.of("one", "two", "three", "four"),
            List.of(
                List.of(OptionalDouble.of(0.9), OptionalDouble.of(0.5)),
                List.of(OptionalDouble.of(0.7), OptionalDouble.of(0.6)),
                List.of(OptionalDouble.of(0.7), none),
                List.of(OptionalDouble.of(0.2), OptionalDouble.of(0.1))));
    assertThat(judged.rank(0, 0)).hasValue(1);
    assertThat(judged.rank(1, 0)).hasValue(2);
    assertThat(judged.rank(2, 0)).hasValue(2);
    assertThat(judged.rank(3, 0)).hasValue(4);
    assertThat(judged.rank(2, 1)).isEmpty();
    assertThat(judged.rank(3, 1)).hasValue(3);
    assertThat(ComparisonTable.judges(judged))
        .isEqualTo(
            """
            run  judge 1  rank  judge 2  rank
            ---  -------  ----  -------  ----
            A       90.0     1     50.0     2
            B       70.0     2     60.0     1
            C       70.0     2        -     -
            D       20.0     4     10.0     3
            judge 1: x y
            judge 2: z y
            Rank changes: A is above B for judge 1 and below it for judge 2.
            """);
  }

  @Test
  void judgesThatAgreeSaySoAndASingleOneHasNoTable() {
    var means = List.of(List.of(OptionalDouble.of(1)), List.of(OptionalDouble.of(0.5)));
    var one = new JudgedSystems(List.of("a"), List.of("one", "two"), means);
    assertThat(one.changes(i -> "" + i)).containsExactly("All judges order these runs alike.");
    assertThat(ComparisonTable.judges(one)).isEmpty();
  }
}
