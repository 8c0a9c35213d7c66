package dev.locomo.eval.claims;

import dev.locomo.eval.claims.Finding.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The findings that follow from one comparison, put into words. */
final class Sentences {
  private Sentences() {}

  static Finding consistent(Printed overall, Weighted micro) {
    return new Finding(
        Kind.CONSISTENT,
        "overall %s is the question-weighted mean of %d questions"
            .formatted(overall, micro.weight()),
        Map.of("questions", micro.weight()));
  }

  static Finding noOverall(Weighted micro) {
    var mean = micro.mean(2);
    return new Finding(
        Kind.NO_OVERALL,
        "no overall score is printed; the question-weighted mean of %d questions is %s"
            .formatted(micro.weight(), mean),
        Finding.details("questions", micro.weight(), "micro", mean));
  }

  static Finding withoutAdversarial(Printed overall, Weighted without, Weighted all) {
    var mean = all.mean(overall.digits());
    return new Finding(
        Kind.WITHOUT_ADVERSARIAL,
        "overall %s is the question-weighted mean of the %d questions that are not adversarial; with the adversarial row it is %s"
            .formatted(overall, without.weight(), mean),
        Finding.details("questions", without.weight(), "with_adversarial", mean));
  }

  static Finding macro(Printed overall, Weighted micro) {
    var mean = micro.mean(overall.digits());
    return new Finding(
        Kind.MACRO_MEAN,
        "overall %s is the mean of the categories (macro); the question-weighted mean (micro) is %s"
            .formatted(overall, mean),
        Map.of("micro", mean));
  }

  static Finding differs(Printed overall, Weighted micro, Weighted macro) {
    var microMean = micro.mean(overall.digits());
    var macroMean = macro.mean(overall.digits());
    var details = new LinkedHashMap<String, Object>();
    details.put("questions", micro.weight());
    details.put("micro", microMean);
    details.put("macro", macroMean);
    return new Finding(
        Kind.MEAN_DIFFERS,
        "overall %s is neither the question-weighted mean of %d questions as labelled, %s, nor the mean of the categories, %s"
            .formatted(overall, micro.weight(), microMean, macroMean),
        details);
  }

  static Finding counts(CountFit fit, Printed overall) {
    var byCategory = new LinkedHashMap<String, Object>();
    fit.byCategory().forEach((category, count) -> byCategory.put(category.label(), count));
    String parts =
        byCategory.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    var details = new LinkedHashMap<String, Object>(Map.of("right", byCategory));
    details.put("overall", fit.totalRight() + "/" + fit.total());
    return new Finding(
        Kind.AS_COUNTS,
        "the scores are counts of right answers: %s; together %d/%d = %s"
            .formatted(parts, fit.totalRight(), fit.total(), overall),
        details);
  }
}
