package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.text.Html;
import dev.locomo.eval.judge.VerdictFiles;
import dev.locomo.eval.judge.calibrate.BankRange;
import dev.locomo.eval.judge.calibrate.CalibrationFile;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.judge.label.LabelledScore;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.MetricScores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A judge whose verdicts a report shows, with how often it is wrong: a score without that is half a
 * score.
 *
 * @param metric name of its scores
 * @param entry the judge in the document of {@code judge --json}; missing where the folder does not
 *     have it
 * @param total its headline mean in that document; missing where the judge is
 * @param calibration its entry of a calibration file; missing where there is none
 * @param labelled the score beside what people say; empty where nobody labelled answers
 */
record Judgement(
    String metric,
    JsonNode entry,
    JsonNode total,
    JsonNode calibration,
    Optional<LabelledScore> labelled) {
  /** All judges that a run has scores of, in the order of its metrics. */
  public static List<Judgement> of(StoredRun run) {
    var documents = VerdictFiles.documents(run.folder());
    var labels = HumanLabels.of(run.folder());
    var all = new ArrayList<Judgement>();
    for (var scores : run.results().sheet().metrics()) {
      String metric = scores.metric();
      if (metric.startsWith(MetricScores.JUDGE)) {
        var none = MissingNode.getInstance();
        var found =
            documents.reversed().stream()
                .flatMap(document -> find(document, metric, run.folder()).stream())
                .findFirst()
                .orElse(new Judgement(metric, none, none, none, Optional.empty()));
        var total = found.entry.path(Grouping.of(scores).totals().getFirst().member());
        var labelled = LabelledScore.of(scores, labels);
        all.add(new Judgement(metric, found.entry, total, found.calibration, labelled));
      }
    }
    return all;
  }

  private static Optional<Judgement> find(JsonNode document, String metric, Path folder) {
    for (JsonNode entry : document.path("judges")) {
      if (VerdictFiles.metric(entry).equals(metric)) {
        JsonNode now =
            CalibrationFile.beside(
                    folder,
                    entry.path("model").asText(),
                    entry.path("rubric_sha256").asText(),
                    CalibrationFile.asked(document))
                .map(JsonNode.class::cast)
                .orElse(entry.path("calibration"));
        var none = MissingNode.getInstance();
        return Optional.of(
            new Judgement(metric, entry, none, now.isObject() ? now : none, Optional.empty()));
      }
    }
    return Optional.empty();
  }

  /** Whether it is known how often it is wrong. */
  public boolean calibrated() {
    return calibration.isObject();
  }

  /** The rates in words, or that there are none. */
  public String sentence() {
    return calibrated()
        ? "accepts of wrong answers: %s; rejects of right answers: %s (%s)"
            .formatted(
                rates("false-accept"), rates("false-reject"), calibration.path("file").asText())
        : "no calibration was found; how often this judge is wrong is not known (locomo judge"
            + " calibrate)";
  }

  /** Name of the scores, model, rubric and calibration; what is not known is null. */
  public ObjectNode json() {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode().put("metric", metric);
    node.put("model", entry.path("model").textValue());
    node.put("rubric", entry.path("rubric").textValue());
    node.set("calibration", calibrated() ? calibration : null);
    fromBank().ifPresent(range -> range.describe(node.putObject("from_bank")));
    labelled.ifPresent(score -> score.describe(node));
    return node;
  }

  /** Its name and its rates, for people. */
  @Override
  public String toString() {
    return MetricScores.brief(metric)
        + ": "
        + sentence()
        + fromBank().map(range -> "; " + range.sentence()).orElse("")
        + labelled.map(score -> ". " + score.sentence()).orElse("");
  }

  /** What the score would be corrected to by the error rates alone; empty where none are known. */
  private Optional<BankRange> fromBank() {
    JsonNode mean = total.path("mean");
    return mean.isNumber() && calibrated()
        ? BankRange.of(mean.asDouble(), calibration.path("kinds"))
        : Optional.empty();
  }

  private String rates(String error) {
    var rates = new ArrayList<String>();
    for (JsonNode kind : calibration.path("kinds")) {
      if (kind.path("error").asText().equals(error)) {
        rates.add(
            "%s %s of %d"
                .formatted(
                    kind.path("kind").asText(),
                    kind.path("rate").isNumber()
                        ? Html.percent(kind.path("rate").asDouble()) + " %"
                        : "-",
                    kind.path("judged").asInt()));
      }
    }
    return rates.isEmpty() ? "none tried" : String.join(", ", rates);
  }
}
