package dev.locomo.cli.command.score;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.report.RunReport;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.report.chart.SvgChart;
import dev.locomo.eval.report.text.ReportFormat;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code report}: a stored run, rebuilt from its predictions, in the format that is wanted. */
public final class Report {
  private static final Setting<Path> RUN = Setting.path("report.run", "DIR").needed();
  private static final Setting<ReportFormat> FORMAT =
      Setting.choice("report.format", "FORMAT", ReportFormat.class);
  private static final Setting<Path> OUT = Setting.path("report.out", "FILE");
  private static final Setting<Path> DATA_FILE = Setting.path("report.data-file", "FILE");
  private static final Setting<String> METRIC = Setting.text("report.metric", "NAME");
  private static final Setting<List<Path>> BASELINE = Setting.paths("report.baseline", "DIR");
  private static final Setting<Path> SVG_DIR = Setting.path("report.svg-dir", "DIR");
  private static final Setting<Path> ERRATA = Setting.path("report.errata", "FILE");

  private final Invocation call;
  private final Path run;
  private final ReportFormat format;
  private final @Nullable Path out;
  private final @Nullable Path dataFile;
  private final @Nullable String metric;
  private final List<Path> baselines;
  private final @Nullable Path svgDir;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("report")
        .takes(RUN)
        .with(RUN, FORMAT, RunOptions.JSON, OUT, DATA_FILE, METRIC, BASELINE, SVG_DIR, ERRATA)
        .does(call -> new Report(call).run());
  }

  private Report(Invocation call) {
    this.call = call;
    run = call.settings().get(RUN);
    out = call.settings().orNull(OUT);
    var byDefault =
        call.is(RunOptions.JSON)
            ? ReportFormat.json
            : out == null ? ReportFormat.table : ReportFormat.of(out);
    format = call.settings().or(FORMAT, byDefault);
    dataFile = call.settings().orNull(DATA_FILE);
    metric = call.settings().orNull(METRIC);
    baselines = call.settings().all(BASELINE);
    svgDir = call.settings().orNull(SVG_DIR);
  }

  private int run() {
    boolean files = svgDir != null;
    boolean drawn = files || format == ReportFormat.html;
    var errata = call.settings().orNull(ERRATA);
    var wanted = new RunReport.Wanted(dataFile, metric, baselines, drawn, files, errata);
    var report = RunReport.read(run, wanted);
    if (svgDir != null) {
      for (Chart chart : report.charts()) {
        AtomicFile.writeText(svgDir.resolve(chart.id() + ".svg"), SvgChart.file(chart));
      }
    }
    if (out == null) {
      call.out().print(format.of(report));
    } else {
      format.write(report, out);
    }
    return ExitCode.OK;
  }
}
