package dev.locomo.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.eval.report.text.ReportFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link Renderer} keeps to, for a run of each kind and with texts that would be markup
 * if they could: {@link ReportFormat} lists them all.
 */
class RendererContractTest {
  @TempDir private static Path folder;
  private static List<Path> runs;

  @BeforeAll
  static void runs() throws IOException {
    runs =
        List.of(
            SmallRun.write(folder),
            OtherRuns.events(folder),
            OtherRuns.dialog(folder),
            OtherRuns.retrieval(folder));
  }

  private static RunReport report(Path run) {
    return RunReport.read(run, new RunReport.Wanted(null, null, List.of(), true, false));
  }

  @ParameterizedTest
  @EnumSource
  void aReportIsTextWhoseLastLineIsEndedAndTheSameEachTime(ReportFormat format) {
    for (Path run : runs) {
      String text = format.of(report(run));
      assertThat(text).as("%s of %s", format, run).endsWith("\n").isNotBlank();
      assertThat(format.of(report(run))).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMetricIsNamed(ReportFormat format) {
    for (Path run : runs) {
      var report = report(run);
      String text = format.of(report);
      assertThat(report.summaries()).isNotEmpty();
      boolean full = format == ReportFormat.csv || format == ReportFormat.json;
      report.summaries().forEach(s -> assertThat(text).contains(full ? s.metric() : s.title()));
      report.losses().forEach(of -> assertThat(text).contains(full ? "lost" : "lost in all"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTextOfARunSteersATerminalOrIsMarkup(ReportFormat format) {
    for (Path run : runs) {
      String text = format.of(report(run));
      assertThat(text.chars().filter(c -> c < ' ' && c != '\n' && c != '\r')).isEmpty();
      if (format == ReportFormat.html || format == ReportFormat.md) {
        assertThat(text)
            .doesNotContain("<u>model", SmallRun.MARKUP, SmallRun.SCRIPT, "<b>Ann</b> flies");
      }
    }
  }

  @Test
  void aRunOfRetrievalIsReportedByTheCategoriesAndTotalsOfItsBenchmark() {
    var report = report(runs.getLast());
    assertThat(report.summaries().getFirst().lines().keySet())
        .endsWith("temporal-reasoning", "all questions", "mean of types")
        .hasSize(8);
    assertThat(ReportFormat.table.of(report))
        .startsWith("eval-retrieval\n\nrecall@5")
        .doesNotContain("bleu", "answerable");
  }

  @Test
  void aRunWithoutKeysOfItsOwnTakesNoErrata() {
    var errata = Path.of("errata.json");
    var wanted = new RunReport.Wanted(null, null, List.of(), true, false, errata);
    assertThatThrownBy(() -> RunReport.read(runs.getLast(), wanted))
        .hasMessageContaining("--errata is for runs of eval-qa");
  }
}
