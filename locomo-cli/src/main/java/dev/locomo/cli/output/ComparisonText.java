package dev.locomo.cli.output;

import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.eval.compare.Comparison;
import dev.locomo.eval.compare.Comparison.Match;
import dev.locomo.eval.compare.Contestant;
import dev.locomo.eval.compare.Pair;
import dev.locomo.eval.compare.SettingDifference;
import dev.locomo.eval.compare.Verdict;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A comparison for people: settings, scores side by side, tests, questions. */
public final class ComparisonText {
  static final int WIDTH = 100;

  private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");

  private final PrintWriter out;
  private final Comparison comparison;

  private ComparisonText(PrintWriter out, Comparison comparison) {
    this.out = out;
    this.comparison = comparison;
  }

  /**
   * Prints it.
   *
   * @param questions how many of the questions that differ are shown a run
   */
  public static void print(PrintWriter out, Comparison comparison, int questions) {
    var text = new ComparisonText(out, comparison);
    names(out, comparison.contestants().stream().map(Contestant::name).toList());
    text.settings();
    text.scores();
    for (int i = 0; i < comparison.matches().size(); i++) {
      text.match(i, questions);
    }
    comparison.warnings().forEach(out::println);
  }

  /** Which letter stands for which run. */
  static void names(PrintWriter out, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String role = i == 0 ? " (baseline)" : "";
      out.println(letter(i) + "  " + Printable.line(names.get(i)) + role);
    }
    out.println();
  }

  static String letter(int index) {
    return index < 26 ? "" + (char) ('A' + index) : "#" + (index + 1);
  }

  private void settings() {
    long runs = comparison.contestants().stream().filter(Contestant::isRun).count();
    if (runs < comparison.contestants().size()) {
      out.println("Only run folders record their settings: " + runs + " of these do.");
    }
    settings(out, comparison.settings());
  }

  /** The settings that differ. */
  static void settings(PrintWriter out, List<SettingDifference> differences) {
    if (differences.isEmpty()) {
      out.println("No recorded setting differs.");
      out.println();
      return;
    }
    var table =
        new TextTable(Column.left("setting"), Column.left("of"), Column.wrapped("that differs"));
    for (var difference : differences) {
      for (int i = 0; i < difference.values().size(); i++) {
        String value = difference.values().get(i);
        table.row(i == 0 ? difference.name() : "", letter(i), brief(value));
      }
    }
    out.println(table.fit(WIDTH));
  }

  private static String brief(String value) {
    return HASH.matcher(value).replaceAll("$1...");
  }

  /** An empty table of scores side by side. */
  static TextTable scores(String of, int runs) {
    var columns = new ArrayList<>(List.of(Column.left(of)));
    for (int i = 0; i < runs; i++) {
      columns.add(Column.right(letter(i) + " mean %"));
      columns.add(Column.right("95 % interval"));
      columns.add(Column.right("scored\nof asked"));
    }
    return new TextTable(columns.toArray(Column[]::new));
  }

  private void scores() {
    var table =
        scores(comparison.contestants().getFirst().metric().id(), comparison.contestants().size());
    for (var category : comparison.summaries().getFirst().byCategory().keySet()) {
      row(
          table,
          category.label(),
          s -> s.byCategory().getOrDefault(category, new Slice(Tally.NONE, null)));
    }
    table.rule();
    row(table, "categories 1-4", Summary::answerable);
    row(table, "categories 1-5", Summary::overall);
    macro(table);
    out.println(table.fit(WIDTH));
  }

  private void row(TextTable table, String name, Function<Summary, Slice> slice) {
    row(table, name, comparison.summaries().stream().map(slice).toList());
  }

  /** A line of such a table. */
  static void row(TextTable table, String name, List<Slice> slices) {
    var cells = new ArrayList<Object>(List.of(name));
    for (Slice one : slices) {
      cells.add(percent(one.tally().mean()));
      cells.add(one.interval() == null ? "-" : interval(one.interval(), ""));
      int asked = one.tally().asked();
      cells.add(asked == 0 ? "-" : one.tally().scored() + " / " + asked);
    }
    table.row(cells.toArray());
  }

  private void macro(TextTable table) {
    var cells = new ArrayList<Object>(List.of("macro 1-5"));
    for (Summary summary : comparison.summaries()) {
      var interval = summary.macro().interval();
      cells.add(percent(summary.macro().mean()));
      cells.add(interval == null ? "-" : interval(interval, ""));
      cells.add("");
    }
    table.row(cells.toArray());
  }

  /** An empty table of tests of a run against the baseline. */
  static TextTable tests(int run) {
    return new TextTable(
        Column.left(letter(run) + " minus A"),
        Column.right("pairs"),
        Column.right("points"),
        Column.right("95 % interval"),
        Column.right("p"),
        Column.right("p (Holm)"),
        Column.right("effect"),
        Column.right("notice-\nable"),
        Column.left("verdict"),
        Column.left("test"));
  }

  /** A line of such a table. */
  static void row(TextTable table, Verdict v) {
    table.row(
        v.test().slice(),
        v.test().pairs(),
        points(v.test().difference()),
        interval(v.test().interval(), "+"),
        p(v.decisive().p()),
        p(v.adjusted().p()),
        effect(v.test().effect(), v.test().effectName()),
        percent(v.test().detectable()),
        v.finding().label(),
        v.decisive().method());
  }

  private void match(int index, int questions) {
    Match match = comparison.matches().get(index);
    var table = tests(index + 1);
    match.verdicts().forEach(verdict -> row(table, verdict));
    table.row(
        "macro",
        "",
        points(match.macroDifference()),
        interval(match.macroInterval(), "+"),
        "",
        "",
        "",
        "",
        "",
        "");
    out.println(table.fit(WIDTH));
    questions(index, match, questions);
  }

  private void questions(int index, Match match, int most) {
    var differing = match.differing();
    if (differing.isEmpty()) {
      out.println("No question differs.");
      out.println();
      return;
    }
    int shown = Math.min(most, differing.size());
    out.println(
        differing.size()
            + " of "
            + match.pairs().size()
            + " questions differ; the widest "
            + shown
            + ":");
    var table =
        new TextTable(
            Column.left("question"),
            Column.left("category"),
            Column.right("A"),
            Column.right(letter(index + 1)),
            Column.wrapped("asked, and what each answered"));
    for (Pair pair : differing.subList(0, shown)) {
      table.row(
          pair.question().id(),
          pair.question().category().label(),
          ResultTable.number(pair.baseline()),
          ResultTable.number(pair.run()),
          answers(pair, index));
    }
    out.println(table.fit(WIDTH));
  }

  private String answers(Pair pair, int index) {
    var text = new StringBuilder(cut(pair.question().text()));
    for (int i : List.of(0, index + 1)) {
      Contestant one = comparison.contestants().get(i);
      String answer = one.answers().get(pair.question().id());
      if (answer != null) {
        text.append(" ").append(letter(i)).append(": ").append(cut(answer));
      }
    }
    return text.isEmpty() ? "-" : text.toString().strip();
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 120 ? line : line.substring(0, 117) + "...";
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? ResultTable.number(share.getAsDouble()) : "-";
  }

  private static String points(double difference) {
    return String.format(Locale.ROOT, "%+.1f", 100 * difference);
  }

  private static String interval(Interval interval, String sign) {
    String end = "%" + sign + ".1f";
    return String.format(
        Locale.ROOT, end + " to " + end, 100 * interval.low(), 100 * interval.high());
  }

  private static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  private static String effect(OptionalDouble effect, String name) {
    String sign = name.equals("cohens-h") ? "h" : "d";
    return effect.isPresent()
        ? String.format(Locale.ROOT, "%s %+.2f", sign, effect.getAsDouble())
        : "-";
  }
}
