package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.ReportFormat;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.report.Chart;
import dev.locomo.eval.report.Report;
import dev.locomo.eval.report.SvgChart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code report}: a stored run, rebuilt from its predictions, in the format that is wanted. */
@Command(
    name = "report",
    description = "A run as table, JSON, CSV, Markdown, LaTeX or one HTML page; asks nobody.")
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run's folder.")
  private Path run = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ReportFormat format = ReportFormat.table;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write there instead of to the standard output.")
  private @Nullable Path out;

  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      defaultValue = Option.NULL_VALUE,
      description = "The data set, where it is no longer where the run found it.")
  private @Nullable Path dataFile;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "Metric of headline and charts (default: token-f1; of eval-dialog the usual ones).")
  private @Nullable String metric;

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description = "Run to show beside it, for example one without context; repeatable.")
  private List<Path> baselines = new ArrayList<>();

  @Option(
      names = "--svg-dir",
      paramLabel = "DIR",
      description = "Also write the charts there, a file each.")
  private @Nullable Path svgDir;

  @Override
  public Integer call() {
    boolean files = svgDir != null;
    boolean drawn = files || format == ReportFormat.html;
    var report = Report.read(run, new Report.Wanted(dataFile, metric, baselines, drawn, files));
    if (svgDir != null) {
      for (Chart chart : report.charts()) {
        AtomicFile.writeText(svgDir.resolve(chart.id() + ".svg"), SvgChart.file(chart));
      }
    }
    String text = format.of(report);
    if (out != null) {
      AtomicFile.writeText(out, text);
    } else {
      spec.commandLine().getOut().print(text);
    }
    return ExitCode.OK;
  }
}
