package dev.locomo.eval.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.core.profile.BenchmarkProfile;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Catches a reader that no longer finds, picks or abstains on the published file. */
class PublishedDataFloorTest {
  private static final List<String> FITTED =
      List.of("conv-26", "conv-30", "conv-41", "conv-42", "conv-43");

  @Test
  void theReaderIsWellAboveChanceAlsoWhereItsWeightsWereNotFitted() {
    var samples = DatasetReader.read(Golden.locomo10()).samples();
    var fitted = samples.stream().filter(s -> FITTED.contains(s.id())).toList();
    var unseen = samples.stream().filter(s -> !FITTED.contains(s.id())).toList();
    assertThat(f1(samples, q -> !q.category().equals(BenchmarkProfile.LOCOMO.category(5))))
        .isBetween(0.25, 0.40);
    assertThat(f1(fitted, q -> true)).isBetween(0.35, 0.50);
    assertThat(f1(unseen, q -> true)).isBetween(0.29, 0.50);
  }

  private static double f1(List<Sample> samples, Predicate<Question> asked) {
    return samples.stream()
        .flatMap(s -> {
          var reader = ExtractiveReader.over(s.conversation());
          return s.questions().stream()
              .filter(asked)
              .map(q -> new Answered(q, reader.answer(q.text()).text(), null));
        })
        .map(TokenF1.BY_CATEGORY::score)
        .mapToDouble(score -> ((Scored) score).value())
        .average()
        .orElseThrow();
  }
}
