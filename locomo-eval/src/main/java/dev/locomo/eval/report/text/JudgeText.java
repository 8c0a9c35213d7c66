package dev.locomo.eval.report.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.profile.Category;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.judge.JudgeResult;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.judge.bank.KnownAnswer;
import dev.locomo.eval.judge.calibrate.Calibration;
import dev.locomo.eval.judge.calibrate.ErrorRate;
import dev.locomo.eval.stats.Interval;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts of judges, and how often judges are wrong, for people.
 *
 * @param out where they go
 */
public record JudgeText(PrintWriter out) {
  private static final int WIDTH = 80;
  private static final double LEVEL = 0.95;

  /**
   * Prints verdicts: a table a judge, then how far the judges differ.
   *
   * @param document the same as JSON; what only the command knows is taken from it
   */
  public void print(PanelResult panel, JsonNode document) {
    int index = 0;
    for (JudgeResult result : panel.results()) {
      var judge = result.judge();
      out.println("Judge " + judge.model().id() + ", rubric " + judge.rubric().id());
      out.println();
      out.println(ResultTable.of(result.summary()));
      noise(result, panel);
      unscored(result);
      out.println(inShort(document.path("judges").path(index++).path("calibration")));
      out.println();
    }
    out.print(ResultTable.caution(panel.results().stream().map(JudgeResult::summary).toList()));
    spreads(panel);
    agreement(panel);
    out.println("Verdicts " + document.path("folder").asText());
  }

  private void noise(JudgeResult result, PanelResult panel) {
    var rate = result.flips().rate();
    if (rate.isEmpty()) {
      return;
    }
    String means =
        result.repeatMeans(panel.judging().judged()).stream()
            .map(ResultTable::percent)
            .collect(Collectors.joining(", "));
    Wrapping.say(
        out,
        "Judge noise: "
            + result.flips().flipped()
            + " of "
            + result.flips().repeated()
            + " answers got different verdicts ("
            + share(rate.getAsDouble(), result.flips().interval(LEVEL).orElse(null))
            + "); "
            + total(result)
            + " in each repeat: "
            + means
            + ".");
  }

  private static String total(JudgeResult result) {
    return result.summary().grouping().totals().getFirst().name();
  }

  private void unscored(JudgeResult result) {
    var counts = result.unscored();
    if (!counts.isEmpty()) {
      out.println(
          "Without a verdict, in no mean: "
              + counts.entrySet().stream()
                  .map(e -> e.getValue() + " " + e.getKey().label())
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private void spreads(PanelResult panel) {
    for (var spread : panel.spreads()) {
      Wrapping.say(
          out,
          String.format(
              Locale.ROOT,
              "Spread over rubrics, %s, %s: %.1f points, from %s (%s) to %s (%s).",
              spread.model(),
              total(panel.results().getFirst()),
              100 * spread.width(),
              ResultTable.number(spread.lowest()),
              spread.low(),
              ResultTable.number(spread.highest()),
              spread.high()));
    }
  }

  /** Agreement between every two comparable judges, and alpha where several share a rubric. */
  public void agreement(PanelResult panel) {
    var pairs = panel.pairs();
    if (!pairs.isEmpty()) {
      var table = TextTable.of("agreement of", "~between", ">answers", ">same %", ">kappa");
      for (var pair : pairs) {
        String same =
            pair.items() == 0 ? "-" : ResultTable.number((double) pair.same() / pair.items());
        table.row(shared(pair), between(pair), pair.items(), same, decimals(pair.kappa()));
      }
      out.println();
      out.println(table.fit(WIDTH));
    }
    panel
        .alphas()
        .forEach((rubric, alpha) ->
            out.printf(Locale.ROOT, "Krippendorff's alpha, %s: %.3f%n", rubric, alpha));
  }

  private static boolean sameModel(PanelResult.Pair pair) {
    return pair.first().model().id().equals(pair.second().model().id());
  }

  private static String shared(PanelResult.Pair pair) {
    return sameModel(pair) ? pair.first().model().id() : pair.first().rubric().id();
  }

  private static String between(PanelResult.Pair pair) {
    return sameModel(pair)
        ? pair.first().rubric().id() + " and " + pair.second().rubric().id()
        : pair.first().model().id() + " and " + pair.second().model().id();
  }

  static String share(double value, @Nullable Interval interval) {
    return ResultTable.number(value)
        + " %"
        + (interval == null ? "" : ", 95 % interval " + ResultTable.interval(interval, " - "));
  }

  private static String decimals(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
  }

  /**
   * Prints error rates: two tables a judge, then how far the judges agree.
   *
   * @param calibrations of the panel's judges
   * @param document the same as JSON; what only the command knows is taken from it
   */
  public void calibration(PanelResult panel, List<Calibration> calibrations, JsonNode document) {
    for (Calibration calibration : calibrations) {
      var judge = calibration.judge();
      out.println("Judge " + judge.model().id() + ", rubric " + judge.rubric().id());
      out.println();
      table(calibration, false, "wrong, accepted");
      table(calibration, true, "right, rejected");
      var rate = calibration.flips().rate();
      rate.ifPresent(share ->
          out.println(
              "Judge noise: "
                  + share(share, calibration.flips().interval(LEVEL).orElse(null))
                  + " of the answers got different verdicts.\n"));
    }
    agreement(panel);
    out.println("Kinds of answers are not pooled: what a judge lets pass depends on the kind.");
    out.println("Calibration " + document.path("folder").asText());
  }

  private void table(Calibration calibration, boolean right, String title) {
    var kinds = calibration.kinds().stream().filter(k -> k.kind().right() == right).toList();
    if (kinds.isEmpty()) {
      return;
    }
    var categories =
        kinds.stream().flatMap(k -> k.byCategory().keySet().stream()).distinct().sorted().toList();
    var titles = new ArrayList<>(List.of("~" + title, ">judged", ">%", ">95 %\ninterval"));
    categories.forEach(c -> titles.add(">" + c.narrow()));
    var table = TextTable.of(titles.toArray(String[]::new));
    kinds.forEach(kind -> row(table, kind, categories));
    out.println(table.fit(WIDTH));
  }

  private static void row(TextTable table, Calibration.OfKind kind, List<Category> categories) {
    var cells = new ArrayList<Object>();
    cells.add(kind.kind().label());
    cells.add(kind.all().judged() + "/" + kind.all().asked());
    cells.add(errors(kind.all()));
    cells.add(ResultTable.interval(kind.all().interval().orElse(null), "-"));
    categories.forEach(c -> {
      var rate = kind.byCategory().get(c);
      cells.add(rate == null ? "" : errors(rate));
    });
    table.row(cells.toArray());
  }

  private static String errors(ErrorRate rate) {
    return ResultTable.percent(rate.rate());
  }

  /**
   * A judge's calibration in two lines, for a report of its verdicts.
   *
   * @param calibration an entry of a calibration file; null or nothing where there is none
   */
  static String inShort(JsonNode calibration) {
    if (!calibration.isObject()) {
      return "Calibration: none was found; how often this judge is wrong is not known"
          + " (locomo\njudge calibrate).";
    }
    return "Calibration "
        + calibration.path("file").asText()
        + ":"
        + indented("accepts of wrong answers: " + rates(calibration, KnownAnswer.FALSE_ACCEPT))
        + indented("rejects of right answers: " + rates(calibration, KnownAnswer.FALSE_REJECT));
  }

  private static String indented(String text) {
    return Wrapping.lines(text, WIDTH - 4).stream()
        .map(line -> "\n  " + line)
        .collect(Collectors.joining());
  }

  private static String rates(JsonNode calibration, String error) {
    var rates = new ArrayList<String>();
    for (JsonNode kind : calibration.path("kinds")) {
      if (kind.path("error").asText().equals(error)) {
        String rate =
            kind.path("rate").isNumber()
                ? String.format(Locale.ROOT, "%.1f %%", 100 * kind.path("rate").asDouble())
                : "-";
        rates.add(kind.path("kind").asText() + " " + rate + " of " + kind.path("judged").asInt());
      }
    }
    return String.join(", ", rates);
  }
}
