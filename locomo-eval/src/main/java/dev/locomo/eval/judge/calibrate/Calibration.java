package dev.locomo.eval.judge.calibrate;

import dev.locomo.core.profile.Category;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.JudgeResult;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.stats.Agreement.Flips;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The error rates of one judge.
 *
 * @param judge which judge
 * @param kinds one a kind of answer that the bank has, in the order of the kinds
 * @param flips how steady its verdicts are
 */
public record Calibration(Judge judge, List<OfKind> kinds, Flips flips) {
  /**
   * The mistakes about one kind of answer.
   *
   * @param kind the kind
   * @param all over all categories
   * @param byCategory only categories of which the bank has such answers
   */
  public record OfKind(AnswerKind kind, ErrorRate all, Map<Category, ErrorRate> byCategory) {}

  /** One a judge of the panel, which must have judged a {@link Bank}. */
  public static List<Calibration> of(PanelResult panel) {
    var calibrations = new ArrayList<Calibration>();
    for (JudgeResult result : panel.results()) {
      calibrations.add(new Calibration(result.judge(), kinds(panel, result), result.flips()));
    }
    return calibrations;
  }

  private static List<OfKind> kinds(PanelResult panel, JudgeResult result) {
    var rates = new EnumMap<AnswerKind, Map<Category, ErrorRate>>(AnswerKind.class);
    var totals = new EnumMap<AnswerKind, ErrorRate>(AnswerKind.class);
    var judged = panel.judging().judged();
    for (int i = 0; i < judged.size(); i++) {
      var kind = kind(judged.get(i).kind());
      var category = judged.get(i).question().category();
      var verdict = result.decided(i);
      rates
          .computeIfAbsent(kind, _ -> new TreeMap<>())
          .compute(
              category,
              (_, rate) -> (rate == null ? ErrorRate.NONE : rate).plus(verdict, kind.right()));
      totals.put(kind, totals.getOrDefault(kind, ErrorRate.NONE).plus(verdict, kind.right()));
    }
    var kinds = new ArrayList<OfKind>();
    rates.forEach((kind, byCategory) ->
        kinds.add(new OfKind(kind, totals.getOrDefault(kind, ErrorRate.NONE), byCategory)));
    return kinds;
  }

  private static AnswerKind kind(String label) {
    for (AnswerKind kind : AnswerKind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of answer is called " + label);
  }
}
