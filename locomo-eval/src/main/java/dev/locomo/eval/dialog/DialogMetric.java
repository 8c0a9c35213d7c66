package dev.locomo.eval.dialog;

import dev.locomo.core.metric.Bleu;
import dev.locomo.core.metric.Rouge;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TextMetric;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.eval.similarity.BertScore;
import dev.locomo.eval.similarity.BertScoreMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares a generated turn with what was really said. */
public interface DialogMetric {
  /** The name in reports. */
  String id();

  /** One value for each pair, in order; an embedder is fastest with all of them at once. */
  List<Score> scores(List<Pair> pairs);

  /**
   * What is compared.
   *
   * @param said the generated turn
   * @param gold what was really said
   * @param target the turn
   */
  record Pair(TurnContent said, TurnContent gold, Target target) {}

  /** Whether a metric is about pictures, so that turns without one may have no value. */
  static boolean isOfPictures(String metric) {
    return metric.startsWith("picture") || metric.startsWith("mm-relevance");
  }

  /** A metric of the texts alone. */
  static DialogMetric ofTexts(TextMetric metric) {
    return each(metric.id(), pair -> metric.compare(pair.said().text(), pair.gold().text()));
  }

  /** A metric of one pair at a time. */
  static DialogMetric each(String id, Function<Pair, Score> score) {
    return new DialogMetric() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public List<Score> scores(List<Pair> pairs) {
        return pairs.stream().map(score).toList();
      }
    };
  }

  /**
   * Those that need no model. The paper's BLEU (table 7) counts characters, although it is printed
   * beside word ROUGE-L; both forms are given, under names that cannot be confused.
   *
   * @param picture in which form pictures are shared
   * @param candidates those to choose among
   */
  static List<DialogMetric> standard(PictureForm picture, Candidates candidates) {
    var metrics = new ArrayList<DialogMetric>();
    for (var metric :
        List.of(Bleu.BLEU_1, Bleu.BLEU_2, Bleu.BLEU_CHAR_1, Bleu.BLEU_CHAR_2, Rouge.ROUGE_L)) {
      metrics.add(ofTexts(metric));
    }
    if (picture == PictureForm.NONE) {
      return metrics;
    }
    metrics.add(each("picture-shared", DialogMetric::shared));
    if (picture == PictureForm.CANDIDATES) {
      metrics.add(each("picture-chosen", DialogMetric::chosen));
      metrics.add(each("picture-by-elimination", pair -> eliminated(pair, candidates)));
    } else {
      metrics.add(each("picture-rouge-l", DialogMetric::likeness));
    }
    return metrics;
  }

  /**
   * F1 of BERTScore.
   *
   * @param scorer computes it, over all turns at once
   */
  static DialogMetric bertScore(BertScore scorer) {
    return new DialogMetric() {
      @Override
      public String id() {
        return BertScoreMetric.IDS.getFirst();
      }

      @Override
      public List<Score> scores(List<Pair> pairs) {
        var texts =
            pairs.stream().map(p -> new BertScore.Pair(p.said().text(), p.gold().text())).toList();
        return scorer.score(texts).stream().map(v -> number(v.f1())).toList();
      }
    };
  }

  private static Score number(double value) {
    return Double.isNaN(value)
        ? new Score.Unscored(Score.Reason.NOT_APPLICABLE, "no token of the text has a weight")
        : new Score.Scored(value, "");
  }

  /** 1 when a picture is shared just when there really was one, else 0. */
  private static Score shared(Pair pair) {
    boolean same = (pair.said().image() == null) == (pair.gold().image() == null);
    return new Score.Scored(same ? 1 : 0, "");
  }

  /** Of turns that really share a picture: 1 when that one was chosen, else 0. */
  private static Score chosen(Pair pair) {
    String gold = pair.gold().image();
    return gold == null
        ? notApplicable()
        : new Score.Scored(gold.equals(pair.said().image()) ? 1 : 0, "");
  }

  /** What {@link #chosen} is for somebody who takes any picture that the history does not hold. */
  private static Score eliminated(Pair pair, Candidates candidates) {
    return pair.gold().image() == null
        ? notApplicable()
        : new Score.Scored(candidates.byElimination(pair.target()), "");
  }

  /** ROUGE-L of caption or search, where both share a picture. */
  private static Score likeness(Pair pair) {
    @Nullable String gold = pair.gold().image();
    @Nullable String said = pair.said().image();
    return gold == null || said == null ? notApplicable() : Rouge.ROUGE_L.compare(said, gold);
  }

  private static Score notApplicable() {
    return new Score.Unscored(Score.Reason.NOT_APPLICABLE, "no picture to compare");
  }
}
