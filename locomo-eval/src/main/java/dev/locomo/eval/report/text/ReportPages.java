package dev.locomo.eval.report.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.Html;
import dev.locomo.eval.report.RunReport;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a report as HTML: one page, of a long run with further pages beside it. */
final class ReportPages {
  /** A page says within so many bytes which page it is a part of. */
  private static final int HEAD = 4096;

  private ReportPages() {}

  /**
   * Writes them, and deletes the further pages that a longer report left under the same name.
   *
   * @param to the first page
   */
  static void write(RunReport report, Path to) {
    String name = String.valueOf(to.getFileName());
    var pages = report.pages(name);
    // The page that names the others is the last to be there.
    for (var page : pages.reversed().entrySet()) {
      AtomicFile.write(
          to.resolveSibling(page.getKey()),
          bytes -> {
            var text = new OutputStreamWriter(bytes, UTF_8);
            page.getValue().write(text);
            text.flush();
          });
    }
    for (int n = pages.size(); deleted(to.resolveSibling(RunReport.part(name, n)), name); n++) {}
  }

  /** Whether a file was a further page of a page, and is gone now. */
  private static boolean deleted(Path file, String of) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    String mark = "<meta name=\"part-of\" content=\"" + Html.escape(of) + "\">";
    try (var in = UserFile.open(file)) {
      return new String(in.readNBytes(HEAD), UTF_8).contains(mark) && Files.deleteIfExists(file);
    } catch (IOException e) {
      throw UserFile.unreadable(file, e);
    }
  }
}
