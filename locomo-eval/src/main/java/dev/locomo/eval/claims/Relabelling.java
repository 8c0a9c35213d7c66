package dev.locomo.eval.claims;

import dev.locomo.core.profile.Category;
import dev.locomo.eval.claims.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The search for labels that make an overall score right.
 *
 * @param fits the labellings that do
 * @param tried how many there are
 * @param byChance how many would do so for an overall score picked blindly between the smallest and
 *     the largest mean; printed scores with few digits fit easily
 * @param counted whether one of several fits was told apart by its counts of right answers
 */
record Relabelling(List<Labelling> fits, int tried, double byChance, boolean counted) {
  private static final double EVIDENT = 0.5;

  static Relabelling search(ClaimTable table, Counts counts) {
    var candidates = candidates(table);
    var overall = table.overall();
    var fits = candidates.stream().filter(c -> c.weighted(counts).canBe(overall)).toList();
    // Scores that are counts of right answers under one labelling alone decide between several.
    var counted =
        fits.stream().filter(fit -> CountFit.of(fit, counts, overall).isPresent()).toList();
    boolean decided = counted.size() == 1;
    double byChance = byChance(candidates, counts, overall);
    return new Relabelling(decided ? counted : fits, candidates.size(), byChance, decided);
  }

  /** Every reading of the rows, those that leave the adversarial row out of the mean included. */
  static List<Labelling> candidates(ClaimTable table) {
    var candidates = new ArrayList<>(Labelling.all(table.claims()));
    if (table.claims().stream().anyMatch(c -> c.category().unanswerable())) {
      candidates.addAll(Labelling.all(table.withoutAdversarial()));
    }
    return candidates;
  }

  private static double byChance(List<Labelling> candidates, Counts counts, Printed overall) {
    var means = candidates.stream().map(candidate -> candidate.weighted(counts)).toList();
    var range = means.stream().mapToDouble(Weighted::mean).summaryStatistics();
    double window = 2 * overall.half().doubleValue() + means.getFirst().slack();
    double share = window / (range.getMax() - range.getMin());
    return candidates.size() * (share < 1 ? share : 1);
  }

  /** The one reading that the numbers support, if there is one. */
  Optional<Labelling> settled() {
    boolean evident = fits.size() == 1 && (counted || byChance < EVIDENT);
    return evident ? Optional.of(fits.getFirst()) : Optional.empty();
  }

  /** Empty when no labelling fits. */
  Optional<Finding> finding(Printed overall) {
    return fits.isEmpty()
        ? Optional.empty()
        : Optional.of(settled().map(fit -> relabelled(fit, overall)).orElseGet(this::undecided));
  }

  private Finding relabelled(Labelling fit, Printed overall) {
    var rows =
        fit.moved().entrySet().stream()
            .map(row ->
                "%s (labelled %s) is %s"
                    .formatted(
                        fit.score(row.getKey()), row.getKey().label(), row.getValue().label()))
            .collect(Collectors.joining(", "));
    return new Finding(
        Kind.RELABELLED,
        "the labels are %s: overall %s is the question-weighted mean when %s (%s)"
            .formatted(manner(fit.moved()), overall, rows, odds()),
        details(fit));
  }

  private static String manner(Map<Category, Category> moved) {
    if (moved.size() == 2) {
      return "swapped";
    }
    var start = moved.keySet().iterator().next();
    int steps = 1;
    for (var at = moved.get(start); !start.equals(at); at = moved.get(at)) {
      steps++;
    }
    return steps == moved.size() ? "rotated" : "permuted";
  }

  private Map<String, Object> details(Labelling fit) {
    var actual = new LinkedHashMap<String, String>();
    fit.moved().forEach((label, category) -> actual.put(label.label(), category.label()));
    var details = new LinkedHashMap<String, Object>();
    details.put("actual", actual);
    details.put("fits", fits.size());
    details.put("tried", tried);
    details.put("by_chance", rounded());
    return details;
  }

  private Finding undecided() {
    return new Finding(
        Kind.LABELS_UNDECIDED,
        odds() + ": no evidence that labels were exchanged",
        Finding.details("fits", fits.size(), "tried", tried, "by_chance", rounded()));
  }

  private String odds() {
    return String.format(
        Locale.ROOT,
        "%d of %d labellings give that mean, %.2f would by chance",
        fits.size(),
        tried,
        byChance);
  }

  private double rounded() {
    return Math.round(byChance * 100) / 100.0;
  }
}
