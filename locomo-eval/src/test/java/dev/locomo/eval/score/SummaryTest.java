package dev.locomo.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.core.metric.WordMatch;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.predict.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four questions, by hand: single-hop 1 and 2/3, temporal without an answer, adversarial 0. */
class SummaryTest {
  private static final List<Question> QUESTIONS =
      List.of(
          question(0, BenchmarkProfile.LOCOMO.category(4), new Gold.Answer("Oslo")),
          question(1, BenchmarkProfile.LOCOMO.category(4), new Gold.Answer("red boat")),
          question(2, BenchmarkProfile.LOCOMO.category(2), new Gold.Answer("May")),
          question(3, BenchmarkProfile.LOCOMO.category(5), new Gold.Unanswerable("Fun", null)));

  private static Question question(int index, Category category, Gold gold) {
    return new Question(new QuestionId("s", index), "Who?", category, gold, List.of());
  }

  private static Summary summary() {
    Map<Prediction.Key, StoredAnswer> answers =
        Map.of(key(0), given("oslo."), key(1), given("boat"), key(3), given("Fun"));
    var sheet = ScoreSheet.of(QUESTIONS, answers, List.of(TokenF1.BY_CATEGORY));
    return sheet.metrics().getFirst().summary();
  }

  private static Prediction.Key key(int index) {
    return new Prediction.Key(new QuestionId("s", index), "free");
  }

  private static StoredAnswer given(String text) {
    return new StoredAnswer.Given(text, null);
  }

  @Test
  void meansComeWithTheirDenominators() {
    var summary = summary();
    assertThat(summary.headline().mean()).hasValue((1 + 2.0 / 3) / 2);
    assertThat(summary.overall().mean()).hasValue((1 + 2.0 / 3) / 3);
    assertThat(summary.overall().asked()).isEqualTo(4);
    assertThat(summary.overall().scored()).isEqualTo(3);
    assertThat(Objects.requireNonNull(summary.macros().get("macro")).mean())
        .hasValue((1 + 2.0 / 3) / 2 / 2);
    assertThat(summary.slices()).doesNotContainKey("multi-hop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "de-DE", "und"})
  void jsonIsTheSameUnderEveryLocale(String tag) {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(ScoreJson.document(List.of(summary()), "ab", "locomo").toString())
          .contains(
              "\"single-hop\":{\"asked\":2,\"answered\":2,\"scored\":2,\"mean\":0.8333333333333333,")
          .contains(
              "\"temporal\":{\"asked\":1,\"answered\":0,\"scored\":0,\"mean\":null,\"low\":null")
          .contains("\"data_sha256\":\"ab\",\"protocol\":\"locomo\",\"level\":0.95,\"warnings\":[");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void everyMeanOfScoresHasTheSameKindOfIntervalAndOneConversationSaysSo() {
    assertThat(method(List.of("a", "b"), 1, 0.5)).isEqualTo("wilson-clustered");
    assertThat(method(List.of("a", "a"), 1, 0)).isEqualTo("wilson-one-conversation");
    assertThat(method(List.of("a", "b"), 1, 2.5)).isEqualTo("clustered-t");
  }

  private static String method(List<String> samples, double... values) {
    var rows = new ArrayList<ItemScore>();
    for (int i = 0; i < values.length; i++) {
      var id = new QuestionId(samples.get(i), i);
      var question =
          new Question(
              id, "Who?", BenchmarkProfile.LOCOMO.category(4), new Gold.Answer("x"), List.of());
      rows.add(new ItemScore(question, true, new Score.Scored(values[i], "")));
    }
    var summary = MetricScores.of(WordMatch.EXACT, rows).summary();
    assertThat(summary.slice("single-hop").interval()).isEqualTo(summary.headline().interval());
    return Objects.requireNonNull(summary.headline().interval()).method();
  }

  @Test
  void aRuleKnowsItsMetricsAndEachOnce() {
    assertThat(ScoringRule.REFERENCE.metrics(List.of("evidence-recall")).getFirst().id())
        .isEqualTo("evidence-recall");
    assertThatThrownBy(() -> ScoringRule.LOCOMO.metrics(List.of("token-f1", "token-f1")))
        .isInstanceOf(UserError.class)
        .hasMessage("the metric 'token-f1' is named twice");
  }
}
