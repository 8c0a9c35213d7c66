package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.dialog.DialogMetric;
import dev.locomo.eval.dialog.DialogRecord;
import dev.locomo.eval.dialog.DialogResults;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.report.chart.Chart.Point;
import dev.locomo.eval.report.chart.Chart.Reference;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run of dialogue generation, as its folder has it.
 *
 * @param document the document of {@code eval-dialog --json}
 * @param manifest what happened in the run
 * @param turns a node each: what was generated and what was really said
 * @param scores by turn, its nodes
 * @param charts metrics by the length of the history, as the paper's figure 4B has MM-Relevance
 */
public record DialogReport(
    JsonNode document,
    JsonNode manifest,
    List<JsonNode> turns,
    Map<String, List<JsonNode>> scores,
    List<Chart> charts)
    implements RunReport {
  /** The verb. */
  static final String TASK = "eval-dialog";

  /** What is drawn besides pictures' metrics unless one is named. */
  private static final List<String> DRAWN = List.of("bertscore", "rouge-l", "bleu-char-1");

  static DialogReport read(Path folder, Wanted wanted) {
    var run = read(folder);
    var others = wanted.baselines().stream().map(DialogReport::read).toList();
    String metric = wanted.metric();
    var names = run.document().path("metrics");
    if (metric != null && !names.has(metric)) {
      var there = new ArrayList<String>();
      names.fieldNames().forEachRemaining(there::add);
      throw new UserError(
          folder + " has no scores of '" + metric + "'", "--metric " + String.join(" or ", there));
    }
    var charts = new ArrayList<Chart>();
    run.summaries().stream()
        .filter(
            summary -> metric == null ? isDrawn(summary.metric()) : summary.metric().equals(metric))
        .flatMap(summary -> chart(summary, others).stream())
        .forEach(charts::add);
    return new DialogReport(run.document(), run.manifest(), run.turns(), run.scores(), charts);
  }

  private static boolean isDrawn(String metric) {
    return DialogMetric.isOfPictures(metric) || DRAWN.contains(metric);
  }

  private static DialogReport read(Path folder) {
    if (!RunSpec.read(folder.resolve(RunFolder.SPEC)).task().equals(TASK)) {
      throw new UserError(folder + " is no run of eval-dialog", "one as --baseline");
    }
    var scores = new LinkedHashMap<String, List<JsonNode>>();
    for (JsonNode node : RunReport.nodes(folder.resolve(RunFolder.SCORES))) {
      scores.computeIfAbsent(node.path("turn").asText(), _ -> new ArrayList<>()).add(node);
    }
    return new DialogReport(
        JsonFiles.read(folder.resolve(DialogRecord.REPORT), JsonFiles.MAPPER::readTree),
        StoredRun.manifest(folder),
        RunReport.nodes(folder.resolve(DialogRecord.TURNS)),
        scores,
        List.of());
  }

  private static Optional<Chart> chart(Summary summary, List<DialogReport> others) {
    var points = new ArrayList<Point>();
    summary
        .slices()
        .forEach((length, slice) -> {
          if (slice.mean().orElse(-1) >= 0) {
            points.add(
                new Point(length, slice.mean().orElseThrow(), slice.interval(), slice.scored()));
          }
        });
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                summary.metric(),
                summary.metric() + " by length of history",
                "tokens before the turn",
                Chart.Kind.POINTS,
                points,
                others.stream().map(other -> other.reference(summary.metric(), points)).toList()));
  }

  private Reference reference(String metric, List<Point> points) {
    var slices = summaries().stream().filter(s -> s.metric().equals(metric)).findFirst();
    return new Reference(
        document.path("settings").path("model").asText() + ", " + context(),
        points.stream()
            .map(p -> slices.map(s -> s.slice(p.label()).mean()).orElse(OptionalDouble.empty()))
            .toList());
  }

  @Override
  public String title() {
    JsonNode settings = document.path("settings");
    return settings.path("model").asText()
        + ", "
        + context()
        + ", picture "
        + settings.path("picture").asText();
  }

  /** For example {@code observation 5}. */
  private String context() {
    JsonNode settings = document.path("settings");
    String k = settings.path("top_k").asText();
    String context = settings.path("context").asText();
    return context.equals("none") ? "no context" : context + (k.isEmpty() ? "" : " " + k);
  }

  @Override
  public String items() {
    return "turns";
  }

  @Override
  public List<Summary> summaries() {
    return ScoreJson.read(document.path("metrics"), DialogResults.GROUPING);
  }

  @Override
  public String page() {
    var model = Page.model(this);
    model.put("turns", JsonFiles.MAPPER.convertValue(turns, List.class));
    model.put("scores", JsonFiles.MAPPER.convertValue(scores, Map.class));
    return Page.render("report/dialog.ftl", model);
  }
}
