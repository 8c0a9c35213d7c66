package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.DialogOutput;
import dev.locomo.cli.output.EventOutput;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.QaOutput;
import dev.locomo.cli.output.Wrapping;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.report.Baseline;
import dev.locomo.eval.report.Chart;
import dev.locomo.eval.report.DialogPage;
import dev.locomo.eval.report.EventFacts;
import dev.locomo.eval.report.FlatReport;
import dev.locomo.eval.report.HtmlReport;
import dev.locomo.eval.report.Judgement;
import dev.locomo.eval.report.ReportCharts;
import dev.locomo.eval.report.StoredDialog;
import dev.locomo.eval.report.StoredEvents;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.report.SvgChart;
import dev.locomo.eval.task.QaRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code report}: a stored run, rebuilt from its predictions, in the format that is wanted. */
public final class Report {
  private static final Setting<Path> RUN = Setting.path("run", "DIR", "The run's folder.").needed();
  private static final Setting<Format> FORMAT =
      Setting.choice(
              "format",
              "FORMAT",
              Format.class,
              "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
          .byDefault("table");
  private static final Setting<Path> OUT =
      Setting.path("out", "FILE", "Write there instead of to the standard output.");
  private static final Setting<Path> DATA_FILE =
      Setting.path(
          "data-file", "FILE", "The data set, where it is no longer where the run found it.");
  private static final Setting<String> METRIC =
      Setting.text(
          "metric",
          "NAME",
          "Metric of headline and charts (default: token-f1; of eval-dialog the usual ones).");
  private static final Setting<List<Path>> BASELINE =
      Setting.paths(
          "baseline", "DIR", "Run to show beside it, for example one without context; repeatable.");
  private static final Setting<Path> SVG_DIR =
      Setting.path("svg-dir", "DIR", "Also write the charts there, a file each.");

  /** The formats; lower case, as they are typed. */
  enum Format {
    table,
    json,
    csv,
    md,
    latex,
    html
  }

  private static final int WIDTH = 80;

  private final Invocation call;
  private final Path run;
  private final Format format;
  private final @Nullable Path out;
  private final @Nullable Path dataFile;
  private final @Nullable String metric;
  private final List<Path> baselines;
  private final @Nullable Path svgDir;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named(
            "report", "A run as table, JSON, CSV, Markdown, LaTeX or one HTML page; asks nobody.")
        .with(RUN, FORMAT, OUT, DATA_FILE, METRIC, BASELINE, SVG_DIR)
        .does(call -> new Report(call).run());
  }

  private Report(Invocation call) {
    this.call = call;
    run = call.settings().get(RUN);
    format = call.settings().get(FORMAT);
    out = call.settings().orNull(OUT);
    dataFile = call.settings().orNull(DATA_FILE);
    metric = call.settings().orNull(METRIC);
    baselines = call.settings().all(BASELINE);
    svgDir = call.settings().orNull(SVG_DIR);
  }

  private int run() {
    var settings = RunSpec.read(run.resolve(RunFolder.SPEC));
    if (StoredEvents.is(settings)) {
      return write(events(StoredEvents.read(run)));
    }
    if (StoredDialog.is(settings)) {
      return write(dialog(StoredDialog.read(run)));
    }
    String metric = this.metric == null ? "token-f1" : this.metric;
    var stored = StoredRun.read(run, dataFile);
    var others = baselines.stream().map(folder -> StoredRun.read(folder, dataFile)).toList();
    List<Baseline> against = Baseline.all(stored, metric, others);
    List<Chart> charts =
        svgDir == null && format != Format.html
            ? List.of()
            : ReportCharts.of(stored, metric, against);
    write(charts);
    return write(text(stored, metric, against, charts));
  }

  private void write(List<Chart> charts) {
    if (svgDir != null) {
      for (Chart chart : charts) {
        AtomicFile.writeText(svgDir.resolve(chart.id() + ".svg"), SvgChart.file(chart));
      }
    }
  }

  private Integer write(String text) {
    if (out != null) {
      AtomicFile.writeText(out, text);
    } else {
      call.out().print(text);
    }
    return ExitCode.OK;
  }

  private String text(StoredRun stored, String metric, List<Baseline> against, List<Chart> charts) {
    var notes = Judgement.of(stored).stream().map(Judgement::toString).toList();
    var flat = new FlatReport(stored.title(), stored.summaries(), notes);
    return switch (format) {
      case table -> table(stored);
      case json -> document(stored).toPrettyString() + "\n";
      case csv -> flat.csv();
      case md -> flat.markdown();
      case latex -> flat.latex();
      case html -> HtmlReport.page(stored, metric, against, charts);
    };
  }

  /** A run of event summarization; it has no charts and no baselines. */
  private String events(StoredEvents stored) {
    if (svgDir != null || !baselines.isEmpty()) {
      throw new UserError(
          run + " is a run of eval-events, which has no charts and no baselines",
          "neither --svg-dir nor --baseline");
    }
    var facts = new EventFacts(stored);
    return switch (format) {
      case table -> {
        var text = new StringWriter();
        var writer = new PrintWriter(text);
        new EventOutput(writer).print(stored.report());
        writer.flush();
        yield text + facts.text();
      }
      case json -> stored.report().toPrettyString() + "\n";
      case csv -> stored.flat().csv();
      case md -> stored.flat().markdown() + facts.markdown();
      case latex -> stored.flat().latex();
      case html -> facts.html();
    };
  }

  /** A run of dialogue generation. */
  private String dialog(StoredDialog stored) {
    var charts = stored.charts(metric, baselines.stream().map(StoredDialog::read).toList());
    write(charts);
    return switch (format) {
      case table -> {
        var text = new StringWriter();
        var writer = new PrintWriter(text);
        new DialogOutput(writer).print(stored.report());
        writer.flush();
        yield text.toString();
      }
      case json -> stored.report().toPrettyString() + "\n";
      case csv -> stored.flat().csv();
      case md -> stored.flat().markdown();
      case latex -> stored.flat().latex();
      case html -> new DialogPage(stored, charts).html();
    };
  }

  private static String table(StoredRun stored) {
    var text = new StringWriter();
    var writer = new PrintWriter(text);
    QaOutput.print(writer, stored.results(), stored.data(), stored.title());
    for (Judgement judge : Judgement.of(stored)) {
      Wrapping.lines(judge + ".", WIDTH).forEach(writer::println);
    }
    writer.flush();
    return text.toString();
  }

  /** The document of {@code eval-qa --json}. */
  private static ObjectNode document(StoredRun stored) {
    ObjectNode document = QaRecord.report(stored.results(), stored.data(), stored.protocol());
    document.put("model", stored.spec().onResult().get("model"));
    document.put("run", stored.folder().toString());
    document.set("usage", QaRecord.usage(stored.results().predictions().values()));
    var judges = Judgement.of(stored);
    if (!judges.isEmpty()) {
      ArrayNode each = document.putArray("judges");
      judges.forEach(judge -> each.add(judge.json()));
    }
    return document;
  }
}
