package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.core.dataset.Category;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.judge.calibrate.AnswerKind;
import dev.locomo.eval.judge.calibrate.Calibration;
import dev.locomo.eval.judge.calibrate.ErrorRate;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Error rates of judges for people.
 *
 * @param out where they go
 */
public record CalibrationOutput(PrintWriter out) {
  private static final int WIDTH = 80;
  private static final double LEVEL = 0.95;

  /**
   * Prints two tables a judge, then how far the judges agree.
   *
   * @param document the same as JSON; what only the command knows is taken from it
   */
  public void print(PanelResult panel, JsonNode document) {
    for (Calibration calibration : Calibration.of(panel)) {
      var judge = calibration.judge();
      out.println("Judge " + judge.model().id() + ", rubric " + judge.rubric().id());
      out.println();
      table(calibration, false, "wrong, accepted");
      table(calibration, true, "right, rejected");
      var rate = calibration.flips().rate();
      rate.ifPresent(share ->
          out.println(
              "Judge noise: "
                  + JudgeOutput.share(share, calibration.flips().interval(LEVEL).orElse(null))
                  + " of the answers got different verdicts.\n"));
    }
    new JudgeOutput(out).agreement(panel);
    out.println("Kinds of answers are not pooled: what a judge lets pass depends on the kind.");
    out.println(JudgeOutput.usage(document.path("usage")));
    out.println("Calibration " + document.path("folder").asText());
  }

  private void table(Calibration calibration, boolean right, String title) {
    var kinds = calibration.kinds().stream().filter(k -> k.kind().right() == right).toList();
    if (kinds.isEmpty()) {
      return;
    }
    var categories = new ArrayList<Category>();
    for (Category category : Category.values()) {
      if (kinds.stream().anyMatch(k -> k.byCategory().containsKey(category))) {
        categories.add(category);
      }
    }
    var columns = new ArrayList<Column>();
    columns.add(Column.left(title));
    columns.add(Column.right("judged"));
    columns.add(Column.right("%"));
    columns.add(Column.right("95 %\ninterval"));
    categories.forEach(c -> columns.add(Column.right(narrow(c))));
    var table = new TextTable(columns.toArray(Column[]::new));
    kinds.forEach(kind -> row(table, kind, categories));
    out.println(table.fit(WIDTH));
  }

  /** The category's name on two lines, so that all five fit beside each other. */
  private static String narrow(Category category) {
    return switch (category) {
      case MULTI_HOP -> "multi-\nhop";
      case TEMPORAL -> "tempo-\nral";
      case OPEN_DOMAIN -> "open-\ndomain";
      case SINGLE_HOP -> "single-\nhop";
      case ADVERSARIAL -> "adver-\nsarial";
    };
  }

  private static void row(TextTable table, Calibration.OfKind kind, List<Category> categories) {
    var cells = new ArrayList<Object>();
    cells.add(kind.kind().label());
    cells.add(kind.all().judged() + "/" + kind.all().asked());
    cells.add(percent(kind.all()));
    cells.add(
        kind.all()
            .interval()
            .map(i -> ResultTable.number(i.low()) + "-" + ResultTable.number(i.high()))
            .orElse("-"));
    categories.forEach(c -> {
      var rate = kind.byCategory().get(c);
      cells.add(rate == null ? "" : percent(rate));
    });
    table.row(cells.toArray());
  }

  private static String percent(ErrorRate rate) {
    return rate.rate().isPresent() ? ResultTable.number(rate.rate().getAsDouble()) : "-";
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
        + indented("accepts of wrong answers: " + rates(calibration, AnswerKind.LURE.error()))
        + indented("rejects of right answers: " + rates(calibration, AnswerKind.GOLD.error()));
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
