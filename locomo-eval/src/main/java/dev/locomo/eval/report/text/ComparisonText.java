package dev.locomo.eval.report.text;

import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.compare.ComparedRun;
import dev.locomo.eval.compare.Comparison;
import dev.locomo.eval.compare.Comparison.OfMetric;
import dev.locomo.eval.compare.Pair;
import dev.locomo.eval.compare.Verdict;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.Interval;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A comparison for people: settings, scores side by side, tests, items that differ. */
public final class ComparisonText {
  private static final int WIDTH = 80;

  /** How many runs stand beside each other. */
  private static final int ABREAST = 2;

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
   * @param most how many of the items that differ are shown a run and metric
   */
  public static void print(PrintWriter out, Comparison comparison, int most) {
    var text = new ComparisonText(out, comparison);
    text.names();
    text.settings();
    text.scores();
    String judges = ComparisonTable.judges(comparison.judges());
    out.print(judges + (judges.isEmpty() ? "" : "\n"));
    for (int i = 0; i < comparison.matches().size(); i++) {
      text.tests(i + 1);
      text.differing(i + 1, most);
    }
    comparison.warnings().forEach(warning -> Wrapping.say(out, warning));
  }

  /** Which letter stands for which run. */
  private void names() {
    for (int i = 0; i < comparison.runs().size(); i++) {
      String role = i == 0 ? " (baseline)" : "";
      out.println(letter(i) + "  " + Printable.line(comparison.runs().get(i).name()) + role);
    }
    out.println();
  }

  static String letter(int index) {
    return index < 26 ? "" + (char) ('A' + index) : "#" + (index + 1);
  }

  /** The settings that differ. */
  private void settings() {
    long recorded = comparison.runs().stream().filter(ComparedRun::isRun).count();
    if (recorded < comparison.runs().size()) {
      out.println("Only run folders record their settings: " + recorded + " of these do.");
    }
    if (comparison.settings().isEmpty()) {
      out.println("No recorded setting differs.");
      out.println();
      return;
    }
    var table = TextTable.of("setting", "of", "~that differs");
    for (var difference : comparison.settings()) {
      for (int i = 0; i < difference.values().size(); i++) {
        String brief = HASH.matcher(difference.values().get(i)).replaceAll("$1...");
        table.row(i == 0 ? difference.name() : "", letter(i), brief);
      }
    }
    out.println(table.fit(WIDTH));
  }

  private void scores() {
    for (int from = 0; from < comparison.runs().size(); from += ABREAST) {
      scores(from, Math.min(from + ABREAST, comparison.runs().size()));
    }
  }

  private void scores(int from, int to) {
    var titles = new ArrayList<String>();
    String only = MetricScores.brief(comparison.metrics().getFirst());
    titles.add(comparison.ofQuestions() ? "~" + only : "metric");
    for (int i = from; i < to; i++) {
      titles.addAll(List.of(">" + letter(i) + " %", ">95 % interval", ">of asked"));
    }
    var table = TextTable.of(titles.toArray(String[]::new));
    if (comparison.ofQuestions()) {
      var all = comparison.summaries().stream().map(List::getFirst).toList();
      var shown = all.subList(from, to);
      all.getFirst().slices().keySet().forEach(name -> row(table, name, shown, s -> s.slice(name)));
      table.rule();
      for (var total : comparison.grouping().totals()) {
        var names = all.stream().map(s -> s.name(total)).distinct().toList();
        String name = names.size() == 1 ? names.getFirst() : total.name();
        if (!name.isEmpty()) {
          row(table, name, shown, s -> s.totals().getOrDefault(total.member(), Slice.NOTHING));
          String macro = name.equals(total.name()) ? total.macroName() : "macro, " + name;
          if (!total.macroMember().isEmpty()) {
            row(
                table,
                macro,
                shown,
                s -> s.macros().getOrDefault(total.macroMember(), Slice.NOTHING));
          }
        }
      }
    } else {
      for (int i = 0; i < comparison.metrics().size(); i++) {
        int metric = i;
        var shown = comparison.summaries().subList(from, to).stream().map(s -> s.get(metric));
        row(table, comparison.metrics().get(i), shown.toList(), Summary::overall);
      }
    }
    out.println(table.fit(WIDTH));
  }

  private static void row(
      TextTable table, String name, List<Summary> shown, Function<Summary, Slice> which) {
    var cells = new ArrayList<Object>(List.of(name));
    for (var summary : shown) {
      Slice slice = which.apply(summary);
      cells.add(ResultTable.percent(slice.mean()));
      cells.add(ResultTable.interval(slice.interval(), "-"));
      cells.add(slice.asked() == 0 ? "-" : slice.scored() + "/" + slice.asked());
    }
    table.row(cells.toArray());
  }

  /**
   * The tests of a run against the baseline; what else there is to each is in the JSON document.
   */
  private void tests(int run) {
    var table =
        TextTable.of(
            letter(run) + " minus A",
            ">pairs",
            ">points",
            ">95 % interval",
            ">p (Holm)",
            ">noticeable",
            "verdict");
    var match = comparison.matches().get(run - 1);
    var methods = new TreeSet<String>();
    for (var one : match.byMetric().values()) {
      for (Verdict v : one.verdicts()) {
        methods.add(v.decisive().method());
        table.row(
            v.test().slice(),
            v.test().pairs(),
            points(v.test().difference()),
            ends(v.test().interval()),
            p(v.adjusted().p()),
            ResultTable.percent(v.test().detectable()),
            v.finding().label());
      }
    }
    if (comparison.ofQuestions()) {
      macros(table, match.single());
    }
    out.println(table.fit(WIDTH));
    Wrapping.say(
        out,
        "Test: "
            + String.join(", ", methods)
            + "; p by Holm over all totals, and over all slices. Noticeable: the smallest true"
            + " difference that 80 of 100 such comparisons would show.");
    out.println();
  }

  /** Means over slices, below the totals that they belong to. */
  private void macros(TextTable table, OfMetric match) {
    var baseline = comparison.summaries().getFirst().getFirst();
    var named = match.verdicts().stream().map(v -> v.test().slice()).toList();
    for (var total : comparison.grouping().totals()) {
      if (named.contains(total.name())) {
        match
            .macro(baseline, total)
            .ifPresent(mean -> {
              String interval = ends(mean.differenceInterval(0.95));
              table.row(total.macroName(), "", points(mean.mean()), interval, "", "", "");
            });
      }
    }
  }

  private void differing(int run, int most) {
    var match = comparison.matches().get(run - 1);
    if (comparison.ofQuestions()) {
      questions(run, match.single(), most);
    } else if (most > 0) {
      match.byMetric().forEach((metric, one) -> units(run, metric, one.differing(), most));
    }
  }

  private void questions(int run, OfMetric match, int most) {
    var differing = match.differing();
    if (differing.isEmpty()) {
      out.println("No question differs.");
      out.println();
      return;
    }
    int shown = Math.min(most, differing.size());
    out.printf(
        "%d of %d questions %s; the widest %d:%n",
        differing.size(),
        match.pairs().size(),
        differing.size() == 1 ? "differs" : "differ",
        shown);
    String by = comparison.grouping().cuts().getFirst().by();
    var table =
        TextTable.of("question", by, ">A", ">" + letter(run), "~asked, and what each answered");
    for (Pair pair : differing.subList(0, shown)) {
      table.row(
          pair.item().key(),
          pair.item().slice(by),
          ResultTable.number(pair.baseline()),
          ResultTable.number(pair.run()),
          answers(pair, run));
    }
    out.println(table.fit(WIDTH));
  }

  private void units(int run, String metric, List<Pair> differing, int most) {
    if (differing.isEmpty()) {
      out.println("Nothing differs in " + metric + ".");
      return;
    }
    int shown = Math.min(most, differing.size());
    out.println(differing.size() + " differ; the widest " + shown + ":");
    var table = TextTable.of(metric, ">A", ">" + letter(run));
    for (Pair pair : differing.subList(0, shown)) {
      table.row(
          pair.item().key(), ResultTable.number(pair.baseline()), ResultTable.number(pair.run()));
    }
    out.println(table.fit(WIDTH));
  }

  private String answers(Pair pair, int run) {
    var text = new StringBuilder(cut(pair.text()));
    for (int i : List.of(0, run)) {
      String answer = comparison.runs().get(i).answers().get(pair.item().key());
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

  private static String points(double difference) {
    return ResultTable.digits("%+.1f", 100 * difference);
  }

  private static String ends(Interval interval) {
    return points(interval.low()) + " to " + points(interval.high());
  }

  private static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
