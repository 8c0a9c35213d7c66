package dev.locomo.eval.dialog;

import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TextMetric;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import java.util.List;
import java.util.function.Function;

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
}
