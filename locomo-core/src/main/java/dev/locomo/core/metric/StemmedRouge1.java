package dev.locomo.core.metric;

import dev.locomo.core.metric.text.AnswerNormalizer;
import java.util.HashSet;
import java.util.List;

/**
 * Overlap of the distinct stemmed words, which the original calls {@code rougel_score}: it reads
 * the ROUGE-1 field of the {@code rouge} package, and that package counts each word once.
 *
 * <p><b>Value</b> in [0, 1), because the package adds 1e-8 to a denominator. <b>Empty side</b>: 0.
 * Adversarial questions are compared with their lure, as the original does. <b>Source</b> {@code
 * task_eval/evaluation.py} with PyPI {@code rouge} 1.0.1, which fails on answers of about 1000
 * words; here they get the value of the formula.
 */
public final class StemmedRouge1 implements Metric {
  @Override
  public String id() {
    return "rouge-1-stemmed";
  }

  @Override
  public String summary() {
    return "overlap of distinct stemmed words, the original's \"ROUGE-L\"";
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Score score(Answered answered) {
    var overlap =
        Overlap.of(distinct(answered.prediction()), distinct(GoldText.of(answered.question())));
    return new Score.Scored(overlap.smoothedF1(), overlap.why("distinct stems"));
  }

  private static HashSet<String> distinct(String answer) {
    List<String> stems = AnswerNormalizer.stems(answer);
    return new HashSet<>(stems);
  }
}
