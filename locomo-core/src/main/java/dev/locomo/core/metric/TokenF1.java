package dev.locomo.core.metric;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.text.AbstentionReading;
import dev.locomo.core.metric.text.AnswerNormalizer;
import dev.locomo.core.profile.BenchmarkProfile.Comparison;
import dev.locomo.core.python.Numpy;
import dev.locomo.core.python.PythonText;
import java.util.ArrayList;
import java.util.List;

/**
 * Token-overlap F1 between a prediction and the gold answer, the score of LoCoMo's tables.
 *
 * <p>Both sides lose commas, case, punctuation and the words a/an/the/and, are Porter-stemmed, and
 * are compared as bags of tokens. {@link #BY_CATEGORY} is the benchmark's number: a multi-hop
 * answer is first split at commas, each gold part takes its best prediction part and the parts are
 * averaged, so that surplus predicted parts cost nothing; an open-domain gold answer is cut at its
 * first semicolon; an adversarial answer scores 1 when it contains "no information available" or
 * "not mentioned" in any case, else 0, whatever the gold. The two others apply one rule to every
 * question.
 *
 * <p><b>Value</b> in [0, 1], higher is better. <b>Empty prediction</b>: 0, also when the gold
 * answer is empty. <b>Source</b> Maharana et al., ACL 2024, section 4.1, which says "F1 score for
 * exact matches" and no more; the rules are those of {@code task_eval/evaluation.py}, to the last
 * bit.
 */
public enum TokenF1 implements Metric {
  /** Each category by its own rule. */
  BY_CATEGORY("token-f1", "LoCoMo's F1: stemmed token overlap, by the rule of each category") {
    @Override
    Score score(Question question, String prediction) {
      String gold = TextMetric.gold(question);
      if (question.unanswerable()) {
        return abstention(prediction, question.category().profile().language());
      }
      return question.category().comparison() == Comparison.PARTS
          ? multi(prediction, gold)
          : single(prediction, gold);
    }
  },
  /** The whole prediction against the gold text, whatever the category. */
  SINGLE("token-f1-single", "stemmed token overlap of the whole answers, in every category") {
    @Override
    Score score(Question question, String prediction) {
      return single(prediction, TextMetric.gold(question));
    }
  },
  /** The multi-hop rule, whatever the category. */
  MULTI("token-f1-multi", "mean over comma-separated gold parts of the best part's overlap") {
    @Override
    Score score(Question question, String prediction) {
      return multi(prediction, TextMetric.gold(question));
    }
  };

  private final String id;
  private final String summary;

  TokenF1(String id, String summary) {
    this.id = id;
    this.summary = summary;
  }

  abstract Score score(Question question, String prediction);

  @Override
  public Compares compares(Question question) {
    return question.unanswerable() && this == BY_CATEGORY ? Compares.TEXTS : Compares.STEMS;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public Score score(Answered answered) {
    return score(answered.question(), answered.prediction());
  }

  /** The share of stems that two texts have in common, in [0, 1]; 0 where one has none. */
  public static double overlap(String one, String other) {
    return Overlap.of(AnswerNormalizer.stems(one), AnswerNormalizer.stems(other)).f1();
  }

  private static Score single(String prediction, String gold) {
    return Overlap.of(AnswerNormalizer.stems(prediction), AnswerNormalizer.stems(gold))
        .scoredF1("tokens");
  }

  private static Score multi(String prediction, String gold) {
    var predicted = parts(prediction);
    var wanted = parts(gold);
    double[] best = new double[wanted.size()];
    for (int i = 0; i < best.length; i++) {
      for (var part : predicted) {
        best[i] = Math.max(best[i], Overlap.of(part, wanted.get(i)).f1());
      }
    }
    return new Score.Scored(
        Numpy.mean(best),
        "mean over " + best.length + " gold parts; prediction has " + predicted.size());
  }

  /** Empty parts stay: a gold answer that ends with a comma has one part nobody can match. */
  private static List<List<String>> parts(String answer) {
    var parts = new ArrayList<List<String>>();
    for (String part : PythonText.split(answer, ',')) {
      parts.add(AnswerNormalizer.stems(part));
    }
    return parts;
  }

  private static Score abstention(String prediction, String language) {
    String lower = PythonText.lower(prediction);
    boolean abstains =
        lower.contains("no information available")
            || lower.contains("not mentioned")
            || AbstentionReading.abstains(prediction, language);
    return abstains
        ? new Score.Scored(1, "says that there is no answer")
        : new Score.Scored(0, "does not say that there is no answer");
  }
}
