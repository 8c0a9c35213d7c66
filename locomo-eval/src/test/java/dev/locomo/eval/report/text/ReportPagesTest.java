package dev.locomo.eval.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.eval.report.RunReport;
import dev.locomo.eval.report.SmallRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a report as HTML consists of. */
class ReportPagesTest {
  private static final String PART = "<head><meta name=\"part-of\" content=\"%s\"></head>";

  @TempDir private Path folder;
  private RunReport report;

  @BeforeEach
  void read() {
    Path run = SmallRun.write(folder);
    report = RunReport.read(run, new RunReport.Wanted(null, null, List.of(), true, false));
  }

  @Test
  void furtherPagesOfALongerReportOfTheSameNameAreDeleted() throws Exception {
    for (String name : List.of("a-1.html", "a-2.html", "b-1.html")) {
      Files.writeString(folder.resolve(name), PART.formatted(name.charAt(0) + ".html"));
    }
    ReportFormat.html.write(report, folder.resolve("a.html"));
    assertThat(folder.resolve("a.html")).content().isEqualTo(report.page());
    assertThat(folder.resolve("a-1.html")).doesNotExist();
    assertThat(folder.resolve("a-2.html")).doesNotExist();
    assertThat(folder.resolve("b-1.html")).exists();
  }

  @Test
  void anotherReportWhoseNameLooksLikeAFurtherPageStays() throws Exception {
    ReportFormat.html.write(report, folder.resolve("a-1.html"));
    ReportFormat.html.write(report, folder.resolve("a.html"));
    assertThat(folder.resolve("a-1.html")).content().isEqualTo(report.page());
  }
}
