package dev.locomo.eval.view;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.report.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

/** Pages as files beside each other, for people without a server: all runs, and their reports. */
public final class Bundle {
  private Bundle() {}

  /**
   * Writes {@code index.html} and a page a run that has a report.
   *
   * @param folder made when it is not there; what it holds besides stays
   * @return the runs that have no page, with the reason
   */
  public static Set<String> write(Library library, Path folder) {
    var without = new LinkedHashSet<String>();
    var rows = new ArrayList<Object>();
    var pages = new LinkedHashSet<String>();
    for (RunSummary run : library.catalog().runs()) {
      rows.add(Page.plain(run.json()));
      try {
        String page = library.report(run).page();
        AtomicFile.writeText(folder.resolve(Site.fileName(run.name())), page);
        pages.add(run.name());
      } catch (DataError | UserError e) {
        without.add(run.name() + ": " + e.getMessage());
      }
    }
    var model = new LinkedHashMap<String, Object>();
    model.put("runs", rows);
    model.put("with_page", pages);
    model.put("css", Page.resource("report.css"));
    AtomicFile.writeText(folder.resolve("index.html"), new Site(false).page("index", model));
    return without;
  }
}
