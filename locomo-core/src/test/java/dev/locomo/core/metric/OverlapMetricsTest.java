package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.JsonLines;
import dev.locomo.core.metric.Metric.Compares;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.metric.Score.Unscored;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.python.Numpy;
import dev.locomo.core.python.PythonNumber;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ROUGE and BLEU by hand; number formats against {@code scripts/golden/metrics.py}. */
class OverlapMetricsTest {
  @Test
  void bleuOfManyTextsAddsTheirCountsUp() {
    var candidates = List.of("a b c d e", "x y");
    var references = List.of("a b c d e", "x y z w v");
    // Runs in common are 7 of 7, 5 of 5, 3 of 3 and 2 of 2; 7 words for 10.
    assertThat(SacreBleu.WORDS.corpus(candidates, references))
        .isCloseTo(Math.exp(1 - 10 / 7.0), within(1e-12));
    assertThat(SacreBleu.WORDS.corpus(List.of("a b c q", "x y"), List.of("a b c d", "x y")))
        .isCloseTo(Math.pow(5 / 6.0 * (3 / 4.0) * (1 / 2.0) * (1 / 2.0), 0.25), within(1e-12));
    assertThatThrownBy(() -> SacreBleu.WORDS.corpus(List.of("a"), List.of()))
        .hasMessage("1 candidates, 0 references");
  }

  @Test
  void metricsOfWordsAreThoseThatOtherLanguagesNeedReadDifferently() {
    var question = Questions.answered(BenchmarkProfile.LOCOMO.category(4), "a", "b").question();
    var all = Metrics.standard();
    for (String words : List.of("rouge-1", "bleu-4", "sacrebleu", "has-answer")) {
      assertThat(all.get(words).compares(question)).as(words).isEqualTo(Compares.WORDS);
    }
    for (String stems : List.of("rouge-1-stemmed", "rouge-1-google-stemmed", "token-f1")) {
      assertThat(all.get(stems).compares(question)).as(stems).isEqualTo(Compares.STEMS);
    }
    for (String texts : List.of("sacrebleu-char", "choice-accuracy")) {
      assertThat(all.get(texts).compares(question)).as(texts).isEqualTo(Compares.TEXTS);
    }
  }

  @Test
  void metricsSayWhatTheyAre() {
    var all = Metrics.standard();
    assertThat(all.get("bleu-4").summary()).isEqualTo("sentence BLEU of up to 4 words");
    assertThat(all.get("rouge-1").summary()).doesNotContain("stemmed");
    all.ids().forEach(id -> assertThat(all.get(id).id()).isEqualTo(id));
  }

  @Test
  void numbersAreWrittenAndRoundedAsPythonDoes() throws Exception {
    for (JsonNode line : resource("numbers.jsonl")) {
      double value = Double.parseDouble(line.get("hex").asText());
      assertThat(PythonNumber.repr(value)).isEqualTo(line.get("repr").asText());
      assertThat(PythonNumber.repr(PythonNumber.round(value, 3)))
          .isEqualTo(line.get("round3").asText());
    }
  }

  @Test
  void meansAreNumpysToTheLastBit() throws Exception {
    for (JsonNode line : resource("means.jsonl")) {
      double[] values =
          IntStream.range(0, line.get("count").asInt())
              .mapToDouble(i -> i * 7 % 13 / 13.0)
              .toArray();
      assertThat(Numpy.mean(values)).isEqualTo(Double.parseDouble(line.get("hex").asText()));
    }
  }

  @Test
  void rouge2CountsPairsOfNeighbours() {
    // the pairs "a b", "b c" and "b c", "c d": one of two in common on either side
    assertThat(Questions.value(Rouge.ROUGE_2, answered("b c d", "a b c"))).isEqualTo(0.5);
  }

  @Test
  void rougeLWantsTheOrderButNotNeighbourhood() {
    // a and c in order: 2 of 3 words and 2 of 2 words, so 2 * 2/3 / (2/3 + 1) = 0.8
    assertThat(Questions.value(Rouge.ROUGE_L, answered("a c", "a b c")))
        .isCloseTo(0.8, within(1e-15));
    assertThat(Questions.value(Rouge.ROUGE_L, answered("c a", "a b c"))).isEqualTo(0.4);
  }

  @Test
  void aShortPredictionPaysTheBrevityPenalty() {
    // every word is right, but 2 of 4: exp(1 - 4/2)
    assertThat(Questions.value(Bleu.BLEU_1, answered("a b c d", "a b")))
        .isCloseTo(Math.exp(-1), within(1e-15));
  }

  @Test
  void characterBleuIsNotWordBleu() {
    var unrelated = answered("tea", "eat");
    assertThat(Questions.value(Bleu.BLEU_CHAR_1, unrelated)).isEqualTo(1);
    assertThat(Questions.value(Bleu.BLEU_1, unrelated)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Rouge.class)
  void rougeSaysNothingOfUnanswerableQuestions(Rouge rouge) {
    notApplicable(rouge);
  }

  @ParameterizedTest
  @EnumSource(Bleu.class)
  void bleuSaysNothingOfUnanswerableQuestions(Bleu bleu) {
    notApplicable(bleu);
  }

  private static void notApplicable(Metric metric) {
    assertThat(metric.score(Questions.adversarial("Who?", "lure", "lure")))
        .isInstanceOfSatisfying(
            Unscored.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_APPLICABLE));
  }

  private static Metric.Answered answered(String gold, String prediction) {
    return Questions.answered(BenchmarkProfile.LOCOMO.category(4), gold, prediction);
  }

  private static List<JsonNode> resource(String name) throws URISyntaxException {
    var url = Objects.requireNonNull(OverlapMetricsTest.class.getResource(name));
    return JsonLines.read(Path.of(url.toURI()));
  }
}
