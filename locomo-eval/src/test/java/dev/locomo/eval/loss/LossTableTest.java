package dev.locomo.eval.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.Correction;
import dev.locomo.eval.errata.Errata;
import dev.locomo.eval.judge.Bench;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every lost point has one cause, and they add up. */
class LossTableTest {
  private static final List<Category> ALL = BenchmarkProfile.LOCOMO.categories();
  private static final Category MULTI_HOP = ALL.getFirst();
  private static final Category TEMPORAL = ALL.get(1);
  private static final Category ADVERSARIAL = ALL.getLast();

  private final List<ItemScore> rows = new ArrayList<>();
  private final Map<Prediction.Key, StoredAnswer> answers = new HashMap<>();

  private Question asked(
      Category category, List<String> evidence, @Nullable List<String> context, double value) {
    var gold = category.unanswerable() ? new Gold.Unanswerable("x", null) : new Gold.Answer("x");
    var question = new Question(new QuestionId("c", rows.size()), "q?", category, gold, evidence);
    rows.add(ItemScore.of(question, new Score.Scored(value, "")));
    answers.put(new Prediction.Key(question.id(), "free"), new StoredAnswer.Given("a", context));
    return question;
  }

  private LossTable table(String metric, @Nullable CorrectedKey key, HumanLabels labels) {
    var scores = new MetricScores(metric, "", rows);
    return LossTable.of(scores, new LossTable.Known(answers, key, labels, Map.of())).orElseThrow();
  }

  private static LossTable.Column column(Map<String, LossTable.Column> columns, String name) {
    return Objects.requireNonNull(columns.get(name));
  }

  @Test
  void theFirstCauseThatHoldsTakesWhatAQuestionLost() {
    var both = List.of("D1:1", "D1:2");
    asked(MULTI_HOP, both, List.of("D3:1"), 0.25);
    asked(MULTI_HOP, both, List.of("D1:2"), 0.5);
    asked(MULTI_HOP, both, List.of("D1:2", "D1:1"), 0.4);
    asked(MULTI_HOP, both, List.of("S1"), 0.9);
    asked(MULTI_HOP, List.of(), List.of("D1:1"), 0);
    asked(MULTI_HOP, both, List.of("D1:1", "D1:2"), 1);
    asked(MULTI_HOP, both, List.of("D9:9"), 0);
    var right = asked(MULTI_HOP, both, List.of("D9:9"), 0.5);
    asked(ADVERSARIAL, both, List.of("D9:9"), 0);
    var labels = new HumanLabels(Map.of(right.id(), Map.of("ann", true)));
    var plain = table("token-f1", null, labels).columns();
    assertThat(plain.keySet()).containsExactly("multi-hop", "adversarial");
    var causes = column(plain, "multi-hop").causes();
    assertThat(causes.get(Cause.NOT_RETRIEVED)).isEqualTo(0.75 + 1);
    assertThat(causes.get(Cause.IN_PART)).isEqualTo(0.5);
    assertThat(causes.get(Cause.ANSWERED)).isCloseTo(0.6 + 0.1, within(1e-12));
    assertThat(causes.get(Cause.UNKNOWN)).isEqualTo(1);
    assertThat(causes.get(Cause.RIGHT_BY_LABELS)).isEqualTo(0.5);
    assertThat(column(plain, "adversarial").causes().get(Cause.ADVERSARIAL)).isEqualTo(1);
    assertThat(column(plain, "multi-hop").lost())
        .isCloseTo(8 - (0.25 + 0.5 + 0.4 + 0.9 + 0 + 1 + 0 + 0.5), within(1e-12));
    assertThat(table("judge(model=a,rubric=b)", null, labels).title(Cause.RIGHT_BY_LABELS))
        .isEqualTo("judge wrong by the labels");
  }

  @Test
  void aQuestionWhoseKeyIsWrongIsLostByItsKeyWhateverWasShown(@TempDir Path folder) {
    var data = Bench.data(folder);
    var question = Bench.question(data, 2);
    var voided =
        new Correction(question.id(), question.text(), Correction.Action.VOID, null, null, "");
    var key = new CorrectedKey(data, new Errata("mine", "1", "", null, List.of(voided)));
    rows.add(ItemScore.of(question, new Score.Scored(0.2, "")));
    answers.put(
        new Prediction.Key(question.id(), "free"), new StoredAnswer.Given("a", List.of("D9:9")));
    var labels = new HumanLabels(Map.of(question.id(), Map.of("ann", true)));
    var table = table("token-f1", key, labels);
    assertThat(column(table.columns(), "single-hop").causes().get(Cause.KEY)).isEqualTo(0.8);
    assertThat(table.causes()).containsExactly(Cause.KEY);
    assertThat(table.rule()).contains("Keys are wrong by mine", "labelled 1 of these answers");
    assertThat(table.json().at("/columns/single-hop/causes/key").asDouble()).isEqualTo(0.8);
  }

  @Test
  void whatIsPrintedAddsUpToWhatIsLostHoweverItIsRounded() {
    for (int i = 0; i < 7; i++) {
      asked(TEMPORAL, List.of("D1:1"), i % 2 == 0 ? List.of("D1:1") : List.of("D2:1"), i / 7.0);
    }
    var column = column(table("token-f1", null, new HumanLabels(Map.of())).columns(), "temporal");
    assertThat(column.tenths().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(Math.round(1000 * column.lost() / 7));
  }

  @Test
  void whatWasFoundAndDidNotFitIntoTheBudgetIsACauseOfItsOwn() {
    var question = asked(TEMPORAL, List.of("D1:1", "D1:2"), List.of("D1:1"), 0);
    asked(TEMPORAL, List.of("D1:1", "D1:2"), List.of("D1:1"), 0);
    var found = Map.of(question.id().toString(), List.of("D1:1", "D1:2"));
    var known = new LossTable.Known(answers, null, new HumanLabels(Map.of()), found);
    var table = LossTable.of(new MetricScores("token-f1", "", rows), known).orElseThrow();
    assertThat(table.causes()).containsExactly(Cause.BEYOND_THE_BUDGET, Cause.IN_PART);
  }

  @Test
  void withoutAnyContextThereIsNoTableNorBesideRecall() {
    asked(TEMPORAL, List.of("D1:1"), null, 0);
    var known = new LossTable.Known(answers, null, new HumanLabels(Map.of()), Map.of());
    assertThat(LossTable.of(new MetricScores("token-f1", "", rows), known)).isEmpty();
    asked(TEMPORAL, List.of("D1:1"), List.of(), 0);
    assertThat(LossTable.of(new MetricScores("token-f1", "", rows), known)).isPresent();
    assertThat(LossTable.of(new MetricScores("evidence-recall", "", rows), known)).isEmpty();
  }
}
