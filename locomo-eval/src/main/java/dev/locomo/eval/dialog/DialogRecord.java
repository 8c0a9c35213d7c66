package dev.locomo.eval.dialog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.Score;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.dialog.DialogGeneration.Outcome;
import dev.locomo.eval.dialog.DialogResults.Row;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.rag.passage.Passage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a run of dialogue generation leaves in its folder besides its calls; all of it can be
 * rebuilt from them by the same command.
 *
 * @param knowledge what was shown besides the history
 * @param spec the run's settings
 * @param scorers what each metric with a network was computed with
 */
public record DialogRecord(
    Knowledge knowledge, RunSpec spec, Map<String, Supplier<String>> scorers) {
  /** A line each turn. */
  public static final String TURNS = "turns.jsonl";

  /** The document of {@code eval-dialog --json} without folder and usage. */
  public static final String REPORT = "report.json";

  /**
   * Writes turns, scores and report.
   *
   * @return the report
   */
  public ObjectNode write(RunFolder folder, DialogResults results) {
    var scores = new ArrayList<String>();
    for (int i = 0; i < results.rows().size(); i++) {
      for (MetricScores metric : results.sheet().metrics()) {
        scores.add(score(metric.metric(), metric.rows().get(i)));
      }
    }
    var turns = results.rows().stream().map(row -> turn(row).toString()).toList();
    lines(folder.file(TURNS), turns);
    lines(folder.file(RunFolder.SCORES), scores);
    ObjectNode report = document(results);
    AtomicFile.writeText(folder.file(REPORT), report.toPrettyString() + "\n");
    return report;
  }

  private static void lines(Path file, List<String> lines) {
    AtomicFile.writeText(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  private ObjectNode turn(Row row) {
    var target = row.generated().target();
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("turn", target.name()).put("speaker", target.turn().speaker());
    json.put("history_tokens", row.history().tokens()).put("shown_tokens", row.history().shown());
    var context = json.putArray("context");
    knowledge.of(target).stream().map(Passage::ids).forEach(ids -> ids.forEach(context::add));
    switch (row.generated().outcome()) {
      case Outcome.Done(TurnContent said) -> {
        json.put("outcome", "generated").put("text", said.text()).put("image", said.image());
      }
      case Outcome.Failed(String reason) -> json.put("outcome", "failed").put("reason", reason);
      case Outcome.NotAsked _ -> json.put("outcome", "not asked");
    }
    return json.put("gold_text", row.gold().text()).put("gold_image", row.gold().image());
  }

  /** A value without its explanation, a reason with its own even where that is empty. */
  private static String score(String metric, ItemScore row) {
    return row.score() instanceof Score.Scored(double value, _)
        ? ScoreLines.line(metric, ItemScore.of(row.item(), new Score.Scored(value, "")))
        : ScoreLines.line(metric, row, true);
  }

  private ObjectNode document(DialogResults results) {
    ObjectNode report = JsonFiles.MAPPER.createObjectNode();
    var settings = report.putObject("settings");
    spec.onResult().forEach(settings::put);
    var computed = report.putObject("scorers");
    scorers.forEach((metric, scorer) -> computed.put(metric, scorer.get()));
    report.put("turns", results.rows().size()).put("without_result", results.unscored());
    var metrics = report.putObject("metrics");
    var summaries = results.sheet().summaries(DialogResults.GROUPING).iterator();
    for (MetricScores metric : results.sheet().metrics()) {
      var summary = summaries.next();
      var json = metrics.putObject(metric.metric());
      json.set("overall", ScoreJson.slice(summary.overall()));
      var unscored = json.putObject("unscored");
      metric.unscored().forEach((reason, count) -> unscored.put(reason.label(), count));
      json.setAll(ScoreJson.summary(summary));
    }
    return report;
  }
}
