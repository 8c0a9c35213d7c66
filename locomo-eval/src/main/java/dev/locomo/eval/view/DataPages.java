package dev.locomo.eval.view;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.DataError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The pages about data sets: what they hold, what {@code data check} finds, conversations to read.
 *
 * @param library what they are about
 */
public record DataPages(Library library) {
  private static final Site SITE = new Site(true);

  /** Those that were given, and those that runs were asked about. */
  public String list() {
    var ofRuns = new LinkedHashMap<String, String>();
    for (RunSummary run : library.catalog().runs()) {
      if (!run.data().isEmpty()) {
        ofRuns.putIfAbsent(run.data(), run.name());
      }
    }
    library.shelf().names().forEach(ofRuns::remove);
    return SITE.page("data", Map.of("names", library.shelf().names(), "of_runs", ofRuns));
  }

  /** What a data set is made of, and what is odd in it. */
  public String set(String name) {
    var model = new LinkedHashMap<String, Object>();
    model.put("name", name);
    var report = library.shelf().check(name);
    model.put("findings", report.findings().stream().limit(500).toList());
    model.put("all_findings", report.findings().size());
    model.put("sha256", report.sha256());
    try {
      var data = library.shelf().data(name);
      model.put("samples", data.statistics().samples());
    } catch (DataError e) {
      model.put("problem", String.valueOf(e.getMessage()));
    }
    return SITE.page("dataset", model);
  }

  /** A conversation with its questions. */
  public String conversation(String name, String id) {
    Sample sample =
        library.shelf().data(name).samples().stream()
            .filter(s -> s.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("the data set has no sample " + id));
    return conversation("/data/" + Params.encoded(name), name, sample);
  }

  /** The same of the data that a run was asked about. */
  public String ofRun(String name, String id) {
    var run = library.catalog().run(name);
    Sample sample =
        library.shelf().data(run).samples().stream()
            .filter(s -> s.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("the data set has no sample " + id));
    return conversation("/runs/" + Params.encoded(name), name, sample);
  }

  private static String conversation(String back, String name, Sample sample) {
    var model = new LinkedHashMap<String, Object>();
    model.put("back", back);
    model.put("name", name);
    model.put("sample", sample);
    model.put("evidence", Set.of());
    model.put("retrieved", Map.of());
    model.put(
        "open",
        sample.conversation().sessions().stream()
            .map(session -> Integer.toString(session.number()))
            .toList());
    model.put("questions", sample.questions());
    return SITE.page("conversation", model);
  }
}
