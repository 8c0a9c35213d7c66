package dev.locomo.eval.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.eval.retrieval.RankingMetric.Kind;
import dev.locomo.eval.score.ScoringRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingMetricTest {
  private static Score score(
      Kind kind, int k, ScoringRule rule, List<String> evidence, String... ranking) {
    var question =
        new Question(
            new QuestionId("conv-1", 0),
            "?",
            BenchmarkProfile.LOCOMO.category(4),
            new Gold.Answer("a"),
            evidence);
    return new RankingMetric(kind, k, rule).score(new Answered(question, "", List.of(ranking)));
  }

  private static double value(Kind kind, int k, List<String> evidence, String... ranking) {
    return ((Score.Scored) score(kind, k, ScoringRule.LOCOMO, evidence, ranking)).value();
  }

  @Test
  void recallCountsEvidenceAmongTheFirstK() {
    var evidence = List.of("D1:1", "D2:1");
    assertThat(value(Kind.RECALL, 1, evidence, "D1:1", "D3:1", "D2:1")).isEqualTo(0.5);
    assertThat(value(Kind.RECALL, 3, evidence, "D1:1", "D3:1", "D2:1")).isEqualTo(1);
    assertThat(value(Kind.RECALL, 1, evidence, "D1:1,D2:1", "D3:1")).isEqualTo(1);
    assertThat(value(Kind.RECALL, 5, List.of("D7:3"), "S6", "S7")).isEqualTo(1);
  }

  @Test
  void hitAndReciprocalRankLookForTheFirst() {
    assertThat(value(Kind.HIT, 1, List.of("D1:1"), "D3:1", "D1:1")).isZero();
    assertThat(value(Kind.HIT, 2, List.of("D1:1", "D3:1"), "D3:1", "D1:1")).isEqualTo(1);
    assertThat(value(Kind.MRR, 1000, List.of("D1:1"), "D3:1", "D1:1")).isEqualTo(0.5);
    assertThat(value(Kind.MRR, 1000, List.of("D1:1"), "D3:1")).isZero();
    assertThat(value(Kind.MRR, 1000, List.of("D1:1"))).isZero();
  }

  /** Ranks 1 and 3 of two wanted: (1 + 1/2) / (1 + 1/log2 3) = 1.5 / 1.63093. */
  @Test
  void gainIsDiscountedByRankAndCountedOnce() {
    var evidence = List.of("D1:1", "D2:1");
    assertThat(value(Kind.NDCG, 10, evidence, "D1:1", "D3:1", "D2:1"))
        .isCloseTo(1.5 / 1.6309297, within(1e-6));
    assertThat(value(Kind.NDCG, 10, evidence, "D1:1", "D1:1,D1:1", "D2:1"))
        .isCloseTo(1.5 / 1.6309297, within(1e-6));
    assertThat(value(Kind.NDCG, 1, evidence, "D2:1")).isEqualTo(1);
  }

  @Test
  void theTwoRulesDifferOnMissingAndMalformedEvidence() {
    for (Kind kind : Kind.values()) {
      assertThat(score(kind, 5, ScoringRule.LOCOMO, List.of(), "D1:1"))
          .isInstanceOf(Score.Unscored.class);
      assertThat(score(kind, 5, ScoringRule.REFERENCE, List.of(), "D1:1"))
          .isInstanceOfSatisfying(Score.Scored.class, s -> assertThat(s.value()).isEqualTo(1));
      assertThat(score(kind, 5, ScoringRule.REFERENCE, List.of("D8:6; D9:17"), "D8:6", "D9:17"))
          .isInstanceOfSatisfying(Score.Scored.class, s -> assertThat(s.value()).isZero());
      assertThat(score(kind, 5, ScoringRule.LOCOMO, List.of("D8:6; D9:17"), "D8:6", "D9:17"))
          .isInstanceOfSatisfying(Score.Scored.class, s -> assertThat(s.value()).isEqualTo(1));
      assertThat(score(kind, 5, ScoringRule.REFERENCE, List.of("D8:6"), "S8"))
          .isInstanceOfSatisfying(Score.Scored.class, s -> assertThat(s.value()).isEqualTo(1));
    }
  }

  @Test
  void metricsAreNamedByTheirK() {
    assertThat(RankingMetric.at(List.of(5, 10, 5), ScoringRule.LOCOMO))
        .extracting(RankingMetric::id)
        .containsExactly("recall@5", "recall@10", "hit@5", "hit@10", "ndcg@5", "ndcg@10", "mrr");
    assertThatThrownBy(() -> RankingMetric.at(List.of(0), ScoringRule.LOCOMO))
        .isInstanceOf(UserError.class);
  }
}
