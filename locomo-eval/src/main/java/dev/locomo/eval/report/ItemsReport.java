package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A run of a verb without a report of its own (retrieval, verdicts, generation): its means, its
 * settings, and its items, those with the lowest scores first.
 *
 * @param document its {@code report.json}; an empty object where it has none
 * @param scores lines of its files of scores
 */
record ItemsReport(
    RunSpec spec,
    JsonNode manifest,
    JsonNode document,
    List<JsonNode> scores,
    List<Summary> summaries)
    implements RunReport {
  private static final int SHOWN = 2_000;

  static ItemsReport read(Path folder, RunSpec spec, Wanted wanted) {
    if (wanted.files() || !wanted.baselines().isEmpty() || wanted.metric() != null) {
      throw new UserError(
          folder + " is a run of " + spec.task() + ", which has no charts and no baselines",
          "neither --svg-dir, --baseline nor --metric");
    }
    Path report = folder.resolve("report.json");
    var sheets = StoredRun.scoreFiles(folder, "scores(-.*)?\\.jsonl");
    var lines = sheets.stream().flatMap(file -> RunReport.nodes(file).stream()).toList();
    boolean asked = lines.stream().anyMatch(line -> line.has("category"));
    return new ItemsReport(
        spec,
        StoredRun.manifest(folder),
        Files.exists(report)
            ? JsonFiles.read(report, JsonFiles.MAPPER::readTree)
            : JsonFiles.MAPPER.createObjectNode(),
        lines,
        sheets.stream()
            .map(file -> new ScoreLines(file, asked ? Map.of() : null).read())
            .flatMap(sheet -> sheet.summaries(grouping(sheet, asked)).stream())
            .toList());
  }

  private static Grouping grouping(ScoreSheet sheet, boolean asked) {
    return asked ? Grouping.of(sheet.metrics().getFirst()).byFirstCut() : Grouping.WHOLE;
  }

  @Override
  public String title() {
    var on = spec.onResult();
    String by = on.getOrDefault("model", on.getOrDefault("retriever", on.get("generator")));
    return by == null ? spec.task() : spec.task() + ", " + by;
  }

  @Override
  public String items() {
    return "items";
  }

  @Override
  public List<Chart> charts() {
    return List.of();
  }

  @Override
  public String page() {
    var model = Page.model(this);
    model.put(
        "lines", Page.plain(Renderer.lines(this).stream().map(l -> l.cells(" to ")).toList()));
    model.put(
        "items",
        Page.plain(
            scores.stream()
                .sorted(Comparator.comparingDouble(s -> s.path("value").asDouble(2)))
                .limit(SHOWN)
                .toList()));
    model.put("all", scores.size());
    model.put("settings", spec.onResult());
    return Page.render("report/items.ftl", model);
  }
}
