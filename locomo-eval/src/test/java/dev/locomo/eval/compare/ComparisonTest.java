package dev.locomo.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.eval.compare.Verdict.Finding;
import dev.locomo.eval.report.text.ComparisonTable;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.stats.PValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int CONVERSATIONS = 10;
  private static final int EACH = 20;

  /** What these questions sum up to: only two categories are there. */
  private static final String TOTAL = "temporal, single-hop";

  @Test
  void aRunWithItselfHasNoDifferenceAndPIsOne() {
    var run = run("a", i -> i % 7 / 7.0);
    var comparison = compared(List.of(run, run));
    assertThat(comparison.settings()).isEmpty();
    assertThat(comparison.anyWorse()).isFalse();
    assertThat(comparison.matches().getFirst().single().differing()).isEmpty();
    for (Verdict verdict : comparison.matches().getFirst().single().verdicts()) {
      assertThat(verdict.adjusted().p()).isOne();
      assertThat(verdict.test().byConversation()).extracting(PValue::p).isEqualTo(1.0);
      assertThat(verdict.test().byQuestion().p()).isOne();
      assertThat(verdict.test().difference()).isZero();
      assertThat(verdict.test().interval().contains(0)).isTrue();
      assertThat(verdict.test().interval().width()).isPositive();
      assertThat(verdict.finding()).isEqualTo(Finding.NOT_SHOWN);
    }
  }

  @Test
  void aRunThatIsWorseInEveryConversationIsSignificantlyWorse() {
    var comparison = compared(List.of(run("a", i -> 0.5), run("b", i -> i % 2 * 0.5)));
    var total = verdict(comparison, TOTAL);
    assertThat(total.finding()).isEqualTo(Finding.WORSE);
    assertThat(total.decisive().method()).isEqualTo("cluster-sign-flip-exact");
    assertThat(total.decisive().p()).isEqualTo(2.0 / 1024);
    assertThat(total.test().difference()).isCloseTo(-0.25, within(1e-12));
    assertThat(comparison.anyWorse()).isTrue();
  }

  @Test
  void withFewConversationsTheIntervalDecidesAndSignsAreNotFlipped() {
    var before = some(run("a", i -> 1), 4);
    var after = some(run("b", i -> i % 3 == 0 ? 1 : 0), 4);
    var total = verdict(compared(List.of(before, after)), TOTAL);
    assertThat(total.test().byConversation()).isNull();
    assertThat(total.decisive().method()).isEqualTo("paired-clustered-t");
    assertThat(total.test().byQuestion().method()).isEqualTo("mcnemar-exact");
    assertThat(total.test().effectName()).isEqualTo("cohens-h");
    assertThat(total.finding()).isEqualTo(Finding.WORSE);
  }

  @Test
  void aSmallDifferenceIsEquivalentOnlyWithinABoundThatWasGiven() {
    var before = run("a", i -> i % 2);
    var runs = List.of(before, run("b", i -> i % 2));
    assertThat(verdict(Comparison.ofQuestions(runs, 0.05), TOTAL).finding())
        .isEqualTo(Finding.EQUIVALENT);
    assertThat(verdict(Comparison.ofQuestions(runs, 0.0001), TOTAL).finding())
        .isEqualTo(Finding.NOT_SHOWN);
  }

  @Test
  void totalsAndCategoriesAreCorrectedApart() {
    var runs = List.of(run("a", i -> 0.5), run("b", i -> 0.4), run("c", i -> i % 2 * 0.4));
    var comparison = compared(runs);
    // Two runs, one total each: the family has two members.
    assertThat(verdict(comparison, TOTAL).adjusted().p()).isEqualTo(4.0 / 1024);
    assertThat(verdict(comparison, "temporal").adjusted().p()).isEqualTo(8.0 / 1024);
  }

  @Test
  void questionsThatDifferMostComeFirstAndTiesFollowTheIds() {
    var comparison =
        compared(
            List.of(run("a", i -> 0), run("b", i -> i == 12 ? 1 : i == 9 || i == 10 ? 0.5 : 0)));
    assertThat(comparison.matches().getFirst().single().differing())
        .hasSize(3 * CONVERSATIONS)
        .filteredOn(p -> p.item().cluster().equals("conv-3"))
        .extracting(p -> p.item().place())
        .containsExactly(12, 9, 10);
  }

  @Test
  void onlyQuestionsScoredInBothArePairedAndTheOthersAreCounted() {
    var whole = run("a", i -> i * 0.01);
    var part = some(run("b", i -> i * 0.01), 3);
    var comparison = compared(List.of(whole, part));
    var match = comparison.matches().getFirst().single();
    assertThat(match.pairs()).hasSize(3 * EACH);
    assertThat(match.onlyBaseline()).isEqualTo((CONVERSATIONS - 3) * EACH);
    assertThat(match.onlyRun()).isZero();
    assertThat(comparison.warnings())
        .anySatisfy(w -> assertThat(w).contains("60 questions are paired; 140 scored in"));
  }

  @Test
  void unscoredQuestionsAreInNoPair() {
    var rows = new ArrayList<>(rows(run("b", i -> 1)));
    rows.set(
        0,
        new ItemScore(
            rows.getFirst().item(), false, new Score.Unscored(Score.Reason.PROVIDER_FAILED, "")));
    var comparison = compared(List.of(run("a", i -> 1), run("b", rows, Map.of())));
    assertThat(comparison.matches().getFirst().single().onlyBaseline()).isOne();
    assertThat(comparison.summaries().get(1).getFirst().overall().scored()).isEqualTo(199);
  }

  @Test
  void everyDifferenceOfSettingsIsNamedAndAFileOfScoresDiffersFromNobody() {
    var rows = rows(run("a", i -> 1));
    var a = run("a", rows, Map.of("task", "eval-qa", "seed", "1", "model", "m"));
    var b = run("b", rows, Map.of("task", "eval-qa", "seed", "2", "top_k", "5", "model", "m"));
    var file = run("c", rows, Map.of());
    assertThat(compared(List.of(a, b, file)).settings())
        .containsExactly(
            new SettingDifference("seed", List.of("1", "2", SettingDifference.NONE)),
            new SettingDifference(
                "top_k", List.of(SettingDifference.NONE, "5", SettingDifference.NONE)));
    assertThat(compared(List.of(a, file)).settings()).isEmpty();
  }

  @Test
  void aTableForAPaperHasARowARunACategoryAColumnAndMarksWhatDiffers() {
    var table =
        new ComparisonTable(
            compared(List.of(run("a_1 & b", i -> 0.5), run("c", i -> i % 2 * 0.5))));
    assertThat(table.markdown())
        .startsWith(
            "| run | temporal | single-hop | temporal, single-hop | 95 % interval | macro |")
        .contains("|---|---:|---:|---:|---:|---:|", "| a\\_1 \\& b | 50.0 | 50.0 | 50.0 | ")
        .contains("| c | 25.0\\* | 25.0\\* | 25.0\\* | ", "| questions | 100 | 100 | 200 |  |  |")
        .contains("- token-f1 in percent.", "p \\< 0.05 after Holm");
    assertThat(table.latex())
        .contains("\\begin{tabular}{lrrrrr}", "a\\_1 \\& b & 50.0 & 50.0 & 50.0 & ")
        .contains("c & 25.0* & 25.0* & 25.0* & ", "\\caption{token-f1 in percent.")
        .endsWith("\\end{table}\n");
  }

  @Test
  void macroDifferencesAreOfWhatATotalSumsUp() {
    var comparison =
        compared(List.of(run("a", i -> 0), run("b", i -> i < EACH / 2 ? 0.1 : i == 10 ? 1 : 0)));
    var baseline = comparison.summaries().getFirst().getFirst();
    var match = comparison.matches().getFirst().single();
    var totals = baseline.grouping().totals();
    assertThat(match.macro(baseline, totals.getFirst()).orElseThrow().mean())
        .isCloseTo((0.1 + 0.1) / 2, within(1e-12));
    var document = ComparisonJson.document(comparison).at("/comparisons/0");
    assertThat(document.at("/macro_1_4/difference").asDouble()).isCloseTo(0.1, within(1e-12));
    assertThat(document.at("/macro/low").isNumber()).isTrue();
  }

  @Test
  void runsWithoutACommonQuestionAreAUserError() {
    var one = run("a", rows(run("a", i -> 1)).subList(0, 3), Map.of());
    var other = run("b", rows(run("b", i -> 1)).subList(3, 6), Map.of());
    assertThatThrownBy(() -> compared(List.of(one, other)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no scored question in common");
  }

  private static Comparison compared(List<ComparedRun> runs) {
    return Comparison.ofQuestions(runs, null);
  }

  private static List<ItemScore> rows(ComparedRun run) {
    return run.scores("token-f1").rows();
  }

  private static Verdict verdict(Comparison comparison, String slice) {
    return comparison.matches().getFirst().single().verdicts().stream()
        .filter(v -> v.test().slice().equals(slice))
        .findFirst()
        .orElseThrow();
  }

  private static ComparedRun some(ComparedRun of, int conversations) {
    return run(of.name(), rows(of).subList(0, conversations * EACH), Map.of());
  }

  private static ComparedRun run(String name, IntToDoubleFunction value) {
    var rows = new ArrayList<ItemScore>();
    for (int c = 0; c < CONVERSATIONS; c++) {
      for (int i = 0; i < EACH; i++) {
        var category =
            i < EACH / 2
                ? BenchmarkProfile.LOCOMO.category(2)
                : BenchmarkProfile.LOCOMO.category(4);
        var id = new QuestionId("conv-" + c, i);
        var question = new Question(id, "?", category, new Gold.Answer("!"), List.of());
        rows.add(new ItemScore(question, true, new Score.Scored(value.applyAsDouble(i), "")));
      }
    }
    return run(name, rows, Map.of());
  }

  private static ComparedRun run(String name, List<ItemScore> rows, Map<String, String> settings) {
    var sheet = new ScoreSheet(List.of(MetricScores.of(TokenF1.BY_CATEGORY, rows)));
    return new ComparedRun(name, new TreeMap<>(settings), sheet, Map.of());
  }
}
