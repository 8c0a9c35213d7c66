package dev.locomo.eval.report.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.reproduce.Expected;
import dev.locomo.eval.reproduce.Outcome;
import dev.locomo.eval.reproduce.Reproducing;
import dev.locomo.eval.reproduce.Reproduction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reproductions for people, or as one document.
 *
 * @param out where they go
 * @param reproducing knows what can be run here
 * @param json whether documents are wanted
 */
public record ReproductionText(PrintWriter out, Reproducing reproducing, boolean json) {
  private static final int WIDTH = 80;

  /** All names. */
  public void list(List<Reproduction> all) {
    if (json) {
      documents(all, this::document);
      return;
    }
    var table = TextTable.of("name", "tier", "~what it shows");
    all.forEach(r -> table.row(r.name(), r.tier().label(), r.about()));
    out.print(table.fit(WIDTH));
  }

  /** Some in full. */
  public void show(List<Reproduction> wanted) {
    if (json) {
      documents(wanted, this::document);
    } else {
      wanted.forEach(this::show);
    }
  }

  private void show(Reproduction reproduction) {
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
   * @return whether all of it could be
   */
  public boolean dryRun(List<Reproduction> wanted) {
    if (json) {
      documents(wanted, r -> document(r).put("obstacle", emptyToNull(reproducing.obstacle(r))));
      return wanted.stream().allMatch(r -> reproducing.obstacle(r).isEmpty());
    }
    return wanted.stream().map(this::dryRun).reduce(true, Boolean::logicalAnd);
  }

  private boolean dryRun(Reproduction reproduction) {
    String obstacle = reproducing.obstacle(reproduction);
    out.println("locomo " + String.join(" ", reproducing.shown(reproduction)));
    out.println(obstacle.isEmpty() ? "can be run" : "cannot be run: " + obstacle);
    return obstacle.isEmpty();
  }

  /** What came of one, for people. */
  public void outcome(Outcome outcome) {
    if (json) {
      return;
    }
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

  /** What came of all, as a document where one is wanted. */
  public void end(List<Outcome> outcomes) {
    if (json) {
      documents(outcomes, ReproductionText::document);
    }
  }

  private <T> void documents(List<T> all, Function<T, ObjectNode> document) {
    var array = JsonFiles.MAPPER.createArrayNode();
    all.forEach(one -> array.add(document.apply(one)));
    out.println(array.toPrettyString());
  }

  private ObjectNode document(Reproduction reproduction) {
    var document = JsonFiles.MAPPER.createObjectNode().put("name", reproduction.name());
    document.put("tier", reproduction.tier().label()).put("about", reproduction.about());
    document.put("command", "locomo " + String.join(" ", reproducing.shown(reproduction)));
    document.set("inputs", JsonFiles.MAPPER.valueToTree(reproduction.inputs()));
    document.set("needs", JsonFiles.MAPPER.valueToTree(reproduction.needs()));
    document.set("figures", JsonFiles.MAPPER.valueToTree(reproduction.expect()));
    return document;
  }

  private static ObjectNode document(Outcome outcome) {
    var document = JsonFiles.MAPPER.createObjectNode().put("name", outcome.name());
    document.put("status", outcome.status().label());
    document.put("detail", emptyToNull(outcome.detail()));
    var figures = document.putArray("figures");
    for (Outcome.Figure figure : outcome.figures()) {
      ObjectNode one = JsonFiles.MAPPER.valueToTree(figure.expected());
      figures.add(one.put("found", found(figure)).put("holds", figure.holds()));
    }
    return document;
  }

  private static @Nullable Double found(Outcome.Figure figure) {
    return figure.actual().isPresent() ? (Double) figure.actual().getAsDouble() : null;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
