package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.fetch.Wanted;
import dev.locomo.core.llm.Prices;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.ErrataFile;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.loss.LossTable;
import dev.locomo.eval.memory.MemoryFigures;
import dev.locomo.eval.report.ReportCharts.Baseline;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.task.QaRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of question answering, scored anew from its predictions.
 *
 * @param run the run
 * @param metric of headline and charts
 * @param baselines what it is held against
 * @param charts empty where none were wanted
 * @param judges those that it has verdicts of
 * @param losses where points were lost, by metric; none where it is not known what was shown
 */
public record QuestionReport(
    StoredRun run,
    String metric,
    List<Baseline> baselines,
    List<Chart> charts,
    List<Judgement> judges,
    List<LossTable> losses)
    implements RunReport {
  static QuestionReport read(Path folder, Wanted wanted) {
    var run = StoredRun.read(folder, wanted.dataFile());
    String metric = wanted.metric() == null ? run.data().profile().headline() : wanted.metric();
    var others =
        wanted.baselines().stream().map(other -> StoredRun.read(other, wanted.dataFile())).toList();
    var baselines = Baseline.all(run, metric, others);
    List<Chart> charts = wanted.charts() ? ReportCharts.of(run, metric, baselines) : List.of();
    var losses = losses(run, metric, wanted.errata());
    return new QuestionReport(run, metric, baselines, charts, Judgement.of(run), losses);
  }

  /** Of the metric of the headline, and of every judge. */
  private static List<LossTable> losses(StoredRun run, String metric, @Nullable Path errata) {
    var key = errata == null ? null : new CorrectedKey(run.data(), ErrataFile.read(errata));
    var known =
        new LossTable.Known(
            StoredAnswer.of(run.results().predictions()),
            key,
            HumanLabels.of(run.folder()),
            MemoryFigures.found(run.folder()));
    var judged =
        run.results().sheet().metrics().stream()
            .filter(m -> m.metric().startsWith(MetricScores.JUDGE) && !m.metric().equals(metric));
    return Stream.concat(Stream.of(run.metric(metric)), judged)
        .flatMap(scores -> LossTable.of(scores, known).stream())
        .toList();
  }

  @Override
  public String title() {
    return run.title();
  }

  @Override
  public JsonNode manifest() {
    return run.manifest();
  }

  @Override
  public String items() {
    return "questions";
  }

  @Override
  public List<Summary> summaries() {
    return run.results().summaries();
  }

  @Override
  public List<String> notes() {
    var judged = judges.stream().map(Judgement::toString);
    var memory =
        memory().stream().flatMap(f -> f.rows().entrySet().stream()).map(QuestionReport::said);
    return Stream.of(RunReport.super.notes().stream(), judged, memory).flatMap(s -> s).toList();
  }

  private static String said(Map.Entry<String, String> figure) {
    return "Memory system, " + figure.getKey() + ": " + figure.getValue();
  }

  /** What its memory system took and gave; empty for a run without one. */
  Optional<MemoryFigures> memory() {
    return MemoryFigures.of(run.folder(), run.results().sheet());
  }

  @Override
  public ObjectNode document() {
    var results = run.results();
    ObjectNode document = QaRecord.report(results, run.data(), run.protocol());
    String model = run.spec().onResult().getOrDefault("model", "");
    document.put("model", model);
    document.put("run", run.folder().toString());
    document.set(
        "usage", QaRecord.usage(results.predictions().values(), Prices.builtIn().of(model)));
    memory().ifPresent(figures -> document.set("memory", figures.json()));
    if (!judges.isEmpty()) {
      var each = document.putArray("judges");
      judges.forEach(judge -> each.add(judge.json()));
    }
    if (!losses.isEmpty()) {
      var each = document.putArray("losses");
      losses.forEach(table -> each.add(table.json()));
    }
    return document;
  }

  /** What {@code overview.ftl} shows: the page without its questions. */
  public Map<String, Object> overview() {
    return QuestionPage.overviewOf(this);
  }

  @Override
  public String page() {
    return QuestionPage.of(this);
  }

  @Override
  public SequencedMap<String, Page.Writing> pages(String name) {
    return QuestionPage.pages(this, name, QuestionPage.MOST);
  }
}
