package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.eval.judge.JudgeResult;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.stats.Interval;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts for people.
 *
 * @param out where they go
 */
public record JudgeOutput(PrintWriter out) {
  private static final int WIDTH = 80;
  private static final double LEVEL = 0.95;

  /**
   * Prints a table a judge, then how far the judges differ.
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
      out.println(
          CalibrationOutput.inShort(document.path("judges").path(index++).path("calibration")));
      out.println();
    }
    out.print(ResultTable.caution(panel.results().stream().map(JudgeResult::summary).toList()));
    spreads(panel);
    agreement(panel);
    out.println(usage(document.path("usage")));
    out.println("Verdicts " + document.path("folder").asText());
  }

  private void say(String text) {
    Wrapping.lines(text, WIDTH).forEach(out::println);
  }

  private void noise(JudgeResult result, PanelResult panel) {
    var rate = result.flips().rate();
    if (rate.isEmpty()) {
      return;
    }
    String means =
        result.repeatMeans(panel.judging().judged()).stream()
            .map(JudgeOutput::percent)
            .collect(Collectors.joining(", "));
    say(
        "Judge noise: "
            + result.flips().flipped()
            + " of "
            + result.flips().repeated()
            + " answers got different verdicts ("
            + share(rate.getAsDouble(), result.flips().interval(LEVEL).orElse(null))
            + "); categories 1-4 in each repeat: "
            + means
            + ".");
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
      say(
          String.format(
              Locale.ROOT,
              "Spread over rubrics, %s, categories 1-4: %.1f points, from %s (%s) to %s (%s).",
              spread.model(),
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
      var table =
          new TextTable(
              Column.left("agreement of"),
              Column.wrapped("between"),
              Column.right("answers"),
              Column.right("same %"),
              Column.right("kappa"));
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

  /** One line a model: verdicts, tokens, cost. */
  public static String usage(JsonNode usage) {
    return usage.properties().stream()
        .map(e -> {
          var node = e.getValue();
          String cost =
              node.path("cost_usd").isNumber()
                  ? String.format(Locale.ROOT, ", %.4f USD", node.path("cost_usd").asDouble())
                  : ", cost unknown";
          return e.getKey()
              + ": "
              + node.path("verdicts").asLong()
              + " verdicts ("
              + node.path("cached").asLong()
              + " cached), "
              + node.path("input_tokens").asLong()
              + " + "
              + node.path("output_tokens").asLong()
              + " tokens"
              + cost
              + ".";
        })
        .collect(Collectors.joining("\n"));
  }

  static String share(double value, @Nullable Interval interval) {
    return ResultTable.number(value)
        + " %"
        + (interval == null
            ? ""
            : ", 95 % interval "
                + ResultTable.number(interval.low())
                + " - "
                + ResultTable.number(interval.high()));
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent() ? ResultTable.number(value.getAsDouble()) : "-";
  }

  private static String decimals(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
  }
}
