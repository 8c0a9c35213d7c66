package dev.locomo.eval.dialog;

import dev.locomo.core.metric.Bleu;
import dev.locomo.core.metric.Rouge;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.similarity.BertScore;
import dev.locomo.eval.similarity.BertScoreMetric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of dialogue generation.
 *
 * <p>The paper's BLEU (table 7) counts characters, although it is printed beside word ROUGE-L; both
 * forms are given, under names that cannot be confused.
 */
public final class DialogMetrics {
  private DialogMetrics() {}

  /**
   * Those that need no model.
   *
   * @param picture in which form pictures are shared
   */
  public static List<DialogMetric> standard(PictureForm picture) {
    var metrics = new ArrayList<DialogMetric>();
    for (var metric :
        List.of(Bleu.BLEU_1, Bleu.BLEU_2, Bleu.BLEU_CHAR_1, Bleu.BLEU_CHAR_2, Rouge.ROUGE_L)) {
      metrics.add(DialogMetric.ofTexts(metric));
    }
    if (picture == PictureForm.NONE) {
      return metrics;
    }
    metrics.add(DialogMetric.each("picture-shared", DialogMetrics::shared));
    if (picture == PictureForm.CANDIDATES) {
      metrics.add(DialogMetric.each("picture-chosen", DialogMetrics::chosen));
    } else {
      metrics.add(DialogMetric.each("picture-rouge-l", DialogMetrics::likeness));
    }
    return metrics;
  }

  /**
   * F1 of BERTScore.
   *
   * @param scorer computes it, over all turns at once
   */
  public static DialogMetric bertScore(BertScore scorer) {
    return new DialogMetric() {
      @Override
      public String id() {
        return BertScoreMetric.IDS.getFirst();
      }

      @Override
      public List<Score> scores(List<Pair> pairs) {
        var texts =
            pairs.stream().map(p -> new BertScore.Pair(p.said().text(), p.gold().text())).toList();
        return scorer.score(texts).stream().map(v -> (Score) number(v.f1())).toList();
      }
    };
  }

  private static Score.Scored number(double value) {
    return new Score.Scored(Double.isNaN(value) ? 0 : value, "");
  }

  /** 1 when a picture is shared just when there really was one, else 0. */
  private static Score shared(DialogMetric.Pair pair) {
    boolean same = (pair.said().image() == null) == (pair.gold().image() == null);
    return new Score.Scored(same ? 1 : 0, "");
  }

  /** Of turns that really share a picture: 1 when that one was chosen, else 0. */
  private static Score chosen(DialogMetric.Pair pair) {
    String gold = pair.gold().image();
    return gold == null
        ? notApplicable()
        : new Score.Scored(gold.equals(pair.said().image()) ? 1 : 0, "");
  }

  /** ROUGE-L of caption or search, where both share a picture. */
  private static Score likeness(DialogMetric.Pair pair) {
    @Nullable String gold = pair.gold().image();
    @Nullable String said = pair.said().image();
    return gold == null || said == null ? notApplicable() : Rouge.ROUGE_L.compare(said, gold);
  }

  private static Score notApplicable() {
    return new Score.Unscored(Score.Reason.NOT_APPLICABLE, "no picture to compare");
  }
}
