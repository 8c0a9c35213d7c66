package dev.locomo.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.eval.compare.Verdict.Finding;
import dev.locomo.eval.score.ScoreSheet.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int CONVERSATIONS = 10;
  private static final int EACH = 20;

  @Test
  void aRunWithItselfHasNoDifferenceAndPIsOne() {
    var run = contestant("a", i -> i % 7 / 7.0);
    var comparison = Comparison.of(List.of(run, run));
    assertThat(comparison.settings()).isEmpty();
    assertThat(comparison.anyWorse()).isFalse();
    assertThat(comparison.matches().getFirst().differing()).isEmpty();
    for (Verdict verdict : comparison.matches().getFirst().verdicts()) {
      assertThat(verdict.adjusted().p()).isOne();
      assertThat(verdict.test().byConversation().p()).isOne();
      assertThat(verdict.test().byQuestion().p()).isOne();
      assertThat(verdict.test().difference()).isZero();
      assertThat(verdict.test().interval().width()).isZero();
      assertThat(verdict.finding()).isEqualTo(Finding.NO_DIFFERENCE);
    }
  }

  @Test
  void aRunThatIsWorseInEveryConversationIsSignificantlyWorse() {
    var comparison =
        Comparison.of(List.of(contestant("a", i -> 0.5), contestant("b", i -> i % 2 * 0.5)));
    var total = verdict(comparison, "categories 1-4");
    assertThat(total.finding()).isEqualTo(Finding.WORSE);
    assertThat(total.decisive().method()).isEqualTo("cluster-sign-flip-exact");
    assertThat(total.decisive().p()).isEqualTo(2.0 / 1024);
    assertThat(total.test().difference()).isCloseTo(-0.25, within(1e-12));
    assertThat(comparison.anyWorse()).isTrue();
  }

  @Test
  void withFewConversationsTheTestByQuestionDecides() {
    var before = some(contestant("a", i -> 1), 2);
    var after = some(contestant("b", i -> i % 3 == 0 ? 1 : 0), 2);
    var total = verdict(Comparison.of(List.of(before, after)), "categories 1-4");
    assertThat(total.decisive().method()).isEqualTo("mcnemar-exact");
    assertThat(total.test().effectName()).isEqualTo("cohens-h");
    assertThat(total.finding()).isEqualTo(Finding.WORSE);
  }

  @Test
  void totalsAndCategoriesAreCorrectedApart() {
    var runs =
        List.of(
            contestant("a", i -> 0.5),
            contestant("b", i -> 0.4),
            contestant("c", i -> i % 2 * 0.4));
    var comparison = Comparison.of(runs);
    // Two runs, one total each: the family has two members.
    assertThat(verdict(comparison, "categories 1-4").adjusted().p()).isEqualTo(4.0 / 1024);
    assertThat(verdict(comparison, "temporal").adjusted().p()).isEqualTo(8.0 / 1024);
  }

  @Test
  void questionsThatDifferMostComeFirstAndTiesFollowTheIds() {
    var comparison =
        Comparison.of(
            List.of(
                contestant("a", i -> 0),
                contestant("b", i -> i == 12 ? 1 : i == 9 || i == 10 ? 0.5 : 0)));
    assertThat(comparison.matches().getFirst().differing())
        .hasSize(3 * CONVERSATIONS)
        .filteredOn(p -> p.question().id().sample().equals("conv-3"))
        .extracting(p -> p.question().id().index())
        .containsExactly(12, 9, 10);
  }

  @Test
  void onlyQuestionsScoredInBothArePairedAndTheOthersAreCounted() {
    var whole = contestant("a", i -> i * 0.01);
    var part = some(contestant("b", i -> i * 0.01), 3);
    var comparison = Comparison.of(List.of(whole, part));
    var match = comparison.matches().getFirst();
    assertThat(match.pairs()).hasSize(3 * EACH);
    assertThat(match.onlyBaseline()).isEqualTo((CONVERSATIONS - 3) * EACH);
    assertThat(match.onlyRun()).isZero();
    assertThat(comparison.warnings())
        .anySatisfy(w -> assertThat(w).contains("60 questions are paired; 140 scored in"));
  }

  @Test
  void unscoredQuestionsAreInNoPair() {
    var rows = new ArrayList<>(contestant("b", i -> 1).rows());
    rows.set(
        0,
        new Row(
            rows.getFirst().question(),
            false,
            new Score.Unscored(Score.Reason.PROVIDER_FAILED, "")));
    var comparison =
        Comparison.of(List.of(contestant("a", i -> 1), contestant("b", rows, Map.of())));
    assertThat(comparison.matches().getFirst().onlyBaseline()).isOne();
    assertThat(comparison.summaries().get(1).overall().tally().scored()).isEqualTo(199);
  }

  @Test
  void everyDifferenceOfSettingsIsNamedAndAFileOfScoresDiffersFromNobody() {
    var rows = contestant("a", i -> 1).rows();
    var a = contestant("a", rows, Map.of("task", "eval-qa", "seed", "1", "model", "m"));
    var b =
        contestant("b", rows, Map.of("task", "eval-qa", "seed", "2", "top_k", "5", "model", "m"));
    var file = contestant("c", rows, Map.of());
    assertThat(Comparison.of(List.of(a, b, file)).settings())
        .containsExactly(
            new SettingDifference("seed", List.of("1", "2", SettingDifference.NONE)),
            new SettingDifference(
                "top_k", List.of(SettingDifference.NONE, "5", SettingDifference.NONE)));
    assertThat(Comparison.of(List.of(a, file)).settings()).isEmpty();
  }

  @Test
  void runsWithoutACommonQuestionAreAUserError() {
    var one = contestant("a", contestant("a", i -> 1).rows().subList(0, 3), Map.of());
    var other = contestant("b", contestant("b", i -> 1).rows().subList(3, 6), Map.of());
    assertThatThrownBy(() -> Comparison.of(List.of(one, other)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no scored question in common");
  }

  private static Verdict verdict(Comparison comparison, String slice) {
    return comparison.matches().getFirst().verdicts().stream()
        .filter(v -> v.test().slice().equals(slice))
        .findFirst()
        .orElseThrow();
  }

  private static Contestant some(Contestant of, int conversations) {
    return contestant(of.name(), of.rows().subList(0, conversations * EACH), Map.of());
  }

  private static Contestant contestant(String name, IntToDoubleFunction value) {
    var rows = new ArrayList<Row>();
    for (int c = 0; c < CONVERSATIONS; c++) {
      for (int i = 0; i < EACH; i++) {
        var category = i < EACH / 2 ? Category.TEMPORAL : Category.SINGLE_HOP;
        var id = new QuestionId("conv-" + c, i);
        var question = new Question(id, "?", category, new Gold.Answer("!"), List.of());
        rows.add(new Row(question, true, new Score.Scored(value.applyAsDouble(i), "")));
      }
    }
    return contestant(name, rows, Map.of());
  }

  private static Contestant contestant(String name, List<Row> rows, Map<String, String> settings) {
    return new Contestant(name, new TreeMap<>(settings), TokenF1.BY_CATEGORY, rows, Map.of());
  }
}
