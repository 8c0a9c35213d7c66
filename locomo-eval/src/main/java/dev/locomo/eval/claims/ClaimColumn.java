package dev.locomo.eval.claims;

import dev.locomo.core.error.DataError;
import dev.locomo.core.profile.Category;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.claims.ClaimTable.Claim;
import dev.locomo.eval.claims.Finding.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The scores of one column or row of a file while it is read. */
final class ClaimColumn {
  private static final String OVERALL = "overall";

  private final String file;
  private final String name;
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final Map<String, BigDecimal> numbers = new LinkedHashMap<>();
  private final Map<Category, Integer> counts = new TreeMap<>();
  private final List<Finding> notes = new ArrayList<>();

  /**
   * One score.
   *
   * @param line where it stands
   * @param label of its category, or overall
   * @param text as printed
   */
  record Cell(int line, String label, String text) {}

  ClaimColumn(String file, String name) {
    this.file = file;
    this.name = Printable.line(name);
  }

  String name() {
    return name;
  }

  boolean hasOverall() {
    return numbers.containsKey(OVERALL);
  }

  /** Whether this is the column meant: in any case, a part of the name in words will do. */
  boolean isNamed(String wanted) {
    String all = name.toLowerCase(Locale.ROOT);
    String part = wanted.toLowerCase(Locale.ROOT).strip();
    return all.equals(part) || (" " + all + " ").contains(" " + part + " ");
  }

  /**
   * Takes a score in.
   *
   * @param count of questions as the file prints it, maybe empty
   * @param second another label of the same row, maybe empty
   */
  void add(Cell cell, String count, String second) {
    if (!Labels.isKnown(cell.label())) {
      throw error(
          cell,
          "unknown label '%s', expected overall, %s",
          clipped(cell.label()),
          Labels.expected());
    }
    var category = Labels.category(cell.label());
    String key = category.map(Category::label).orElse(OVERALL);
    var before = cells.putIfAbsent(key, cell);
    if (before != null) {
      throw error(cell, "'%s' again, first in line %d", clipped(cell.label()), before.line());
    }
    category.ifPresent(is -> label(is, cell, count, second));
    if (Printed.none(cell.text())) {
      notes.add(note(Kind.LEFT_OUT, "%s has no score ('%s') and is left out", key, cell.text()));
      return;
    }
    var number =
        Printed.number(cell.text())
            .filter(n -> n.compareTo(Printed.HUNDRED) <= 0)
            .orElseThrow(() ->
                error(cell, "score '%s', expected a number from 0 to 100", clipped(cell.text())));
    numbers.put(key, number);
  }

  // What a row says of its category besides its label: another name, a number of questions.
  private void label(Category is, Cell cell, String count, String second) {
    Labels.category(second)
        .or(() -> Labels.named(cell.label()))
        .filter(other -> !other.equals(is))
        .ifPresent(other ->
            notes.add(
                note(
                    Kind.LABELS_CONTRADICT,
                    "'%s' is %s in the published file, but is called %s",
                    clipped(cell.label()),
                    is.label(),
                    other.label())));
    var printed = Labels.count(cell.label());
    var number = printed.isPresent() ? printed : Labels.count("n=" + count);
    number.ifPresent(n -> counted(is, n));
  }

  private void counted(Category is, int n) {
    var published = Counts.published();
    var other = Labels.CATEGORIES.stream().filter(c -> published.of(c) == n).findFirst();
    if (other.isPresent() && !other.get().equals(is)) {
      notes.add(
          note(
              Kind.LABELS_CONTRADICT,
              "%s has %s here, which is the number of %s",
              is.label(),
              Printable.counted(n, "question"),
              other.get().label()));
    } else if (other.isEmpty() && n > 0) {
      counts.put(is, n);
      notes.add(
          note(
              Kind.OWN_COUNT,
              "%s has %s here and %d in the published data: counted as here",
              is.label(),
              Printable.counted(n, "question"),
              published.of(is)));
    }
  }

  /** What was taken in. */
  ClaimTable table() {
    var claims = new ArrayList<Claim>();
    numbers.forEach((label, n) ->
        Labels.category(label).ifPresent(is -> claims.add(new Claim(is, scaled(label, n)))));
    var overall = Optional.ofNullable(numbers.get(OVERALL)).map(n -> scaled(OVERALL, n));
    if (overall.isEmpty() && claims.size() < 2) {
      throw new DataError(
          file, "", "no row labelled overall" + (name.isEmpty() ? "" : " for " + name));
    }
    if (claims.isEmpty()) {
      throw new DataError(file, "", "no row of a category, expected " + Labels.expected());
    }
    return new ClaimTable(name, claims, overall, counts, notes);
  }

  /** Without the sign of percent, fractions when all such are; beside it, when those are not. */
  private Printed scaled(String label, BigDecimal number) {
    boolean fractions =
        numbers.entrySet().stream()
            .allMatch(e -> isPercent(e.getKey()) != e.getValue().compareTo(BigDecimal.ONE) <= 0);
    return fractions && !isPercent(label) ? Printed.fraction(number) : Printed.percent(number);
  }

  private boolean isPercent(String label) {
    Cell cell = cells.get(label);
    return cell != null && (Printed.isPercent(cell.text()) || cell.label().contains("%"));
  }

  private static Finding note(Kind kind, String form, Object... values) {
    return new Finding(kind, Printable.line(form.formatted(values)), Map.of());
  }

  private static String clipped(String text) {
    return Printable.line(text.length() > 60 ? text.substring(0, 60) + "..." : text);
  }

  private DataError error(Cell cell, String form, Object... values) {
    return new DataError(file, "line " + cell.line(), form.formatted(values));
  }
}
