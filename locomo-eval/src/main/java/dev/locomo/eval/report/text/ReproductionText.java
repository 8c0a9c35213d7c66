package dev.locomo.eval.report.text;

import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.reproduce.Expected;
import dev.locomo.eval.reproduce.Outcome;
import dev.locomo.eval.reproduce.Reproducing;
import dev.locomo.eval.reproduce.Reproduction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Reproductions for people.
 *
 * @param out where they go
 * @param reproducing knows what can be run here
 */
public record ReproductionText(PrintWriter out, Reproducing reproducing) {
  private static final int WIDTH = 80;

  /** All names. */
  public void list(List<Reproduction> all) {
    var table = TextTable.of("name", "tier", "~what it shows");
    all.forEach(r -> table.row(r.name(), r.tier().label(), r.about()));
    out.print(table.fit(WIDTH));
  }

  /** One in full. */
  public void show(Reproduction reproduction) {
    out.println(reproduction.name() + " (" + reproduction.tier().label() + ")");
    out.println(reproduction.about());
    out.println();
    reproduction
        .inputs()
        .forEach((name, input) ->
            out.println("input " + name + ": " + input.file() + " " + input.sha256()));
    reproduction.needs().forEach(variable -> out.println("needs " + variable));
    out.println("locomo " + String.join(" ", reproducing.shown(reproduction)));
    out.println();
    var table = TextTable.of("figure", ">value", ">tolerance", "~source");
    for (Expected e : reproduction.expect()) {
      table.row(e.at(), e.value(), e.tolerance(), e.source());
    }
    out.print(table.fit(WIDTH));
  }

  /**
   * What would be run.
   *
   * @return whether it could be
   */
  public boolean dryRun(Reproduction reproduction) {
    String obstacle = reproducing.obstacle(reproduction);
    out.println("locomo " + String.join(" ", reproducing.shown(reproduction)));
    out.println(obstacle.isEmpty() ? "can be run" : "cannot be run: " + obstacle);
    return obstacle.isEmpty();
  }

  /** What came of one. */
  public void outcome(Outcome outcome) {
    String why = outcome.detail().isEmpty() ? "" : ": " + Printable.line(outcome.detail());
    out.println(outcome.status().label() + " " + outcome.name() + why);
    for (Outcome.Figure figure : outcome.figures()) {
      if (!figure.holds()) {
        Expected e = figure.expected();
        String actual =
            figure.actual().isPresent()
                ? String.format(
                    Locale.ROOT,
                    "%s (%+.3g)",
                    figure.actual().getAsDouble(),
                    figure.actual().getAsDouble() - e.value())
                : "no number";
        out.println("  " + e.at() + ": expected " + e.value() + " +- " + e.tolerance());
        out.println("    found " + actual);
      }
    }
    out.flush();
  }
}
