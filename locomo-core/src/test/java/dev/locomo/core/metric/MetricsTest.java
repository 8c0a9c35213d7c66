package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.profile.BenchmarkProfile;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final long SEED = 20260101;
  private static final String PIECES =
      "aAeyYsSdinglo,;.:!?'()- \t\n\u00A0\u2028\u0130\u03A3\u0301\u200D\u00E9\u00DF\uD83D\uDE00"
          + "\uD800\uDC00\uFFFF\u0897\u1C89S1D1:3notmentionedtheand";

  @Test
  void theSameIdTwiceIsAnError() {
    assertThatThrownBy(() -> new Metrics(List.of(WordMatch.EXACT, WordMatch.EXACT)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exact-match");
  }

  @Test
  void anUnknownIdIsAnsweredWithTheNearestAndWhereAllAre() {
    assertThatThrownBy(() -> Metrics.standard().get("f1"))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> assertThat(e.remedy()).contains("token-f1", "docs/reference/metrics.md"));
    assertThatThrownBy(() -> Metrics.standard().get("rogue-l"))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.remedy()).startsWith("rouge-l"));
  }

  @Test
  void everyMetricIsFoundByItsIdAndDescribed() {
    var metrics = Metrics.standard();
    assertThat(metrics.all())
        .hasSize(38)
        .allSatisfy(m -> assertThat(metrics.get(m.id())).isSameAs(m))
        .allSatisfy(m -> assertThat(m.summary()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void anyTextAtAllGetsAValueInRange() {
    var random = new Random(SEED);
    for (int i = 0; i < 3000; i++) {
      var category = BenchmarkProfile.LOCOMO.categories().get(random.nextInt(5));
      var answered = Questions.answered(category, text(random), text(random));
      var retrieved = Questions.retrieved(texts(random), texts(random));
      for (Metric metric : Metrics.standard().all()) {
        inRange(metric, answered);
        inRange(metric, retrieved);
      }
    }
  }

  @Test
  void veryLongTextsDoNotExhaustTheStack() {
    for (String piece :
        List.of("y", "not really ", "no ", "....", "is is ", "a,", "\uD83D\uDE00")) {
      String text = piece.repeat(3000);
      for (Metric metric : Metrics.standard().all()) {
        inRange(metric, Questions.answered(BenchmarkProfile.LOCOMO.category(4), "y", text));
        inRange(metric, Questions.adversarial("Who?", "y", text));
      }
    }
  }

  private static void inRange(Metric metric, Metric.Answered answered) {
    if (metric.score(answered) instanceof Scored s) {
      assertThat(s.value()).as("%s of %s", metric.id(), answered).isBetween(0.0, most(metric));
    }
  }

  /** Two of NLTK's smoothings leave the usual range. */
  private static double most(Metric metric) {
    return metric.id().matches("bleu-4-method[57]") ? 4 / 3.0 : 1 + 1e-12;
  }

  private static List<String> texts(Random random) {
    return random.ints(random.nextInt(3), 0, 1).mapToObj(i -> text(random)).toList();
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int n = random.nextInt(30); n > 0; n--) {
      int at = random.nextInt(PIECES.length());
      text.append(PIECES, at, Math.min(PIECES.length(), at + 1 + random.nextInt(3)));
    }
    return text.toString();
  }
}
