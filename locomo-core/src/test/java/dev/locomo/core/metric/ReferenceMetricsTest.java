package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.metric.Score.Unscored;
import dev.locomo.core.metric.text.AnswerNormalizer;
import dev.locomo.core.metric.text.ReferenceRounding;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers that can be checked by hand. */
class ReferenceMetricsTest {
  private static double f1(Category category, String gold, String prediction) {
    return Questions.value(TokenF1.BY_CATEGORY, Questions.answered(category, gold, prediction));
  }

  @Test
  void articlesAndPunctuationGo() {
    assertThat(AnswerNormalizer.normalize("The well-known cat, and A dog's  toy!"))
        .isEqualTo("wellknown cat dogs toy");
    assertThat(AnswerNormalizer.normalize("a\u2019and\u2019anna")).isEqualTo("\u2019 \u2019anna");
    assertThat(AnswerNormalizer.normalize("")).isEmpty();
  }

  @Test
  void halfOfTheWordsGiveTheirHarmonicMean() {
    // "running shoes" and "red running shoes": P = 2/2, R = 2/3, F = 0.8
    assertThat(f1(BenchmarkProfile.LOCOMO.category(4), "red running shoes", "Runs in a shoe"))
        .as("stems run, in, shoe: 2 of 3 and 2 of 3")
        .isCloseTo(2 / 3.0, within(1e-15));
    assertThat(f1(BenchmarkProfile.LOCOMO.category(2), "red running shoes", "running shoes"))
        .isCloseTo(0.8, within(1e-15));
  }

  @Test
  void surplusPartsOfAMultiHopAnswerCostNothing() {
    assertThat(f1(BenchmarkProfile.LOCOMO.category(1), "tea, milk", "milk, tea, gravel, sand"))
        .isEqualTo(1);
    assertThat(f1(BenchmarkProfile.LOCOMO.category(1), "tea, milk", "milk")).isEqualTo(0.5);
    assertThat(f1(BenchmarkProfile.LOCOMO.category(4), "tea, milk", "milk, tea, gravel, sand"))
        .isCloseTo(2 / 3.0, within(1e-15));
  }

  @Test
  void anOpenDomainAnswerEndsAtItsSemicolon() {
    assertThat(f1(BenchmarkProfile.LOCOMO.category(3), "yes; she likes tea", "Yes")).isEqualTo(1);
    assertThat(f1(BenchmarkProfile.LOCOMO.category(4), "yes; she likes tea", "Yes")).isEqualTo(0.4);
  }

  @Test
  void anAdversarialAnswerScoresByTwoPhrases() {
    assertThat(f1(BenchmarkProfile.LOCOMO.category(5), "tea", "That is NOT MENTIONED, so tea"))
        .isEqualTo(1);
    assertThat(f1(BenchmarkProfile.LOCOMO.category(5), "tea", "No information available"))
        .isEqualTo(1);
    assertThat(f1(BenchmarkProfile.LOCOMO.category(5), "tea", "I don't know")).isZero();
  }

  @Test
  void nothingAgainstNothingIsZero() {
    assertThat(f1(BenchmarkProfile.LOCOMO.category(4), "", "")).isZero();
    assertThat(f1(BenchmarkProfile.LOCOMO.category(1), "", "")).isZero();
  }

  @Test
  void exactMatchLooksAtTheSetOfWords() {
    var metric = WordMatch.EXACT;
    assertThat(value(metric, "tea and milk", "Milk, tea, tea")).isEqualTo(1);
    assertThat(value(metric, "tea", "teas")).isZero();
  }

  @Test
  void stemmedRougeCountsEachWordOnce() {
    // {tea, milk} and {tea}: P = 1/2, R = 1, F = 2/3 but for the package's 1e-8
    assertThat(value(WordMatch.STEMMED_ROUGE_1, "teas", "tea tea milk"))
        .isCloseTo(2 / 3.0, within(1e-8))
        .isLessThan(2 / 3.0);
  }

  @Test
  void anAnswerIsContainedOnlyInARow() {
    assertThat(value(WordMatch.CONTAINED, "green tea", "Some GREEN tea.")).isEqualTo(1);
    assertThat(value(WordMatch.CONTAINED, "green tea", "green iced tea")).isZero();
  }

  @Test
  void evidenceIsReadInAllItsSpellings() {
    var evidence = List.of("D8:6; D9:17", "D8:6");
    assertThat(recall(evidence, List.of("D8:6", "D1:1"))).isEqualTo(0.5);
    assertThat(recall(evidence, List.of("S9", "S8"))).isEqualTo(1);
    assertThat(recall(evidence, List.of("S9", "D1:1"))).isEqualTo(0.5);
    assertThat(recall(evidence, List.of())).isZero();
  }

  @Test
  void recallWithoutEvidenceOrContextHasNoValue() {
    for (var answered :
        List.of(
            Questions.retrieved(List.of(), List.of("D1:1")),
            Questions.retrieved(List.of("D"), List.of("D1:1")),
            Questions.retrieved(List.of("D1:1"), null))) {
      assertThat(new EvidenceRecall().score(answered))
          .isInstanceOfSatisfying(
              Unscored.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_APPLICABLE));
    }
  }

  @Test
  void theTwoRoundingsDiffer() {
    assertThat(ReferenceRounding.f1(BenchmarkProfile.LOCOMO.category(1), 0.2875))
        .hasToString("0.288");
    assertThat(ReferenceRounding.f1(BenchmarkProfile.LOCOMO.category(4), 0.2875))
        .hasToString("0.287");
    assertThat(ReferenceRounding.f1(BenchmarkProfile.LOCOMO.category(4), 0)).hasToString("0");
    assertThat(ReferenceRounding.f1(BenchmarkProfile.LOCOMO.category(1), 0)).hasToString("0.0");
  }

  private static double value(Metric metric, String gold, String prediction) {
    return Questions.value(
        metric, Questions.answered(BenchmarkProfile.LOCOMO.category(4), gold, prediction));
  }

  private static double recall(List<String> evidence, List<String> context) {
    return Questions.value(new EvidenceRecall(), Questions.retrieved(evidence, context));
  }
}
