package dev.locomo.eval.judge.calibrate;

import dev.locomo.core.profile.Category;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.JudgeResult;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.judge.bank.KnownAnswer;
import dev.locomo.eval.judge.bank.KnownAnswer.Kind;
import dev.locomo.eval.stats.Agreement.Flips;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  public record OfKind(Kind kind, ErrorRate all, Map<Category, ErrorRate> byCategory) {}

  /**
   * One a judge.
   *
   * @param bank what the panel judged, in the same order
   */
  public static List<Calibration> of(PanelResult panel, List<KnownAnswer> bank) {
    var calibrations = new ArrayList<Calibration>();
    for (JudgeResult result : panel.results()) {
      calibrations.add(new Calibration(result.judge(), kinds(bank, result), result.flips()));
    }
    return calibrations;
  }

  private static List<OfKind> kinds(List<KnownAnswer> bank, JudgeResult result) {
    var rates = new LinkedHashMap<Kind, Map<Category, ErrorRate>>();
    var totals = new LinkedHashMap<Kind, ErrorRate>();
    for (int i = 0; i < bank.size(); i++) {
      var kind = bank.get(i).kind();
      var category = bank.get(i).judged().question().category();
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
}
