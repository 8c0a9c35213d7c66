package dev.locomo.eval.view;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.report.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The pages about data sets: what they hold, what {@code data check} finds, conversations to read.
 *
 * @param library what they are about
 * @param site where its pages are
 */
public record DataPages(Library library, Site site) {

  /** Those that were given, those that runs were asked about or made, and of which none is here. */
  public String list() {
    var ofRuns = new LinkedHashMap<String, String>();
    var missing = new LinkedHashMap<String, String>();
    for (RunSummary run : library.catalog().runs()) {
      String shown = madeData(run) ? run.name() + "/dataset.json" : run.data();
      if (!shown.isEmpty()) {
        (hasFile(run) ? ofRuns : missing).putIfAbsent(shown, run.name());
      }
    }
    library.shelf().names().forEach(ofRuns::remove);
    missing.keySet().removeAll(ofRuns.keySet());
    missing.keySet().removeAll(library.shelf().names());
    return site.page(
        "data", Map.of("names", library.shelf().names(), "of_runs", ofRuns, "missing", missing));
  }

  private static boolean madeData(RunSummary run) {
    return run.spec().task().equals("generate");
  }

  private boolean hasFile(RunSummary run) {
    try {
      file(run);
      return true;
    } catch (DataError e) {
      return false;
    }
  }

  /** What a data set is made of, and what is odd in it. */
  public String set(String name) {
    return set("/data/" + Params.encoded(name), name, library.shelf().given(name));
  }

  /** The same of what a run made, or was asked about. */
  public String setOfRun(String name) {
    return set("/runs/" + Params.encoded(name), name, file(library.catalog().run(name)));
  }

  private Path file(RunSummary run) {
    Path made = run.folder().resolveSibling("dataset.json");
    return madeData(run) && library.catalog().holds(made) && Files.isRegularFile(made)
        ? made
        : library.shelf().file(run);
  }

  private String set(String at, String name, Path file) {
    var model = new LinkedHashMap<String, Object>();
    model.put("name", name);
    model.put("at", at);
    var report = library.shelf().check(file);
    model.put("findings", report.findings().stream().limit(500).toList());
    model.put("all_findings", report.findings().size());
    model.put("sha256", report.sha256());
    try {
      model.put(
          "samples",
          report.usable()
              ? report.statistics()
              : library.shelf().data(file).statistics().samples());
    } catch (DataError e) {
      model.put("problem", String.valueOf(e.getMessage()));
    }
    return site.page("dataset", model);
  }

  /** A conversation with its questions: {@code id}, of a long one {@code page}. */
  public String conversation(String name, Params params) {
    return conversation("/data/" + Params.encoded(name), name, library.shelf().given(name), params);
  }

  /** The same of the data that a run made, or was asked about. */
  public String ofRun(String name, Params params) {
    var file = file(library.catalog().run(name));
    return conversation("/runs/" + Params.encoded(name), name, file, params);
  }

  private String conversation(String back, String name, Path file, Params params) {
    String id = params.get("id");
    Sample sample =
        library.shelf().data(file).samples().stream()
            .filter(s -> s.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("the data set has no sample " + id));
    var model = new LinkedHashMap<String, Object>();
    model.put("back", back);
    model.put("name", name);
    model.put("sample", sample);
    model.put("evidence", Set.of());
    model.put("retrieved", Map.of());
    var talk = Talk.of(sample, Talk.MOST);
    var sessions = params.paged(talk.pages(), 1, model).getFirst();
    model.put("sessions", sessions);
    model.put("place", Page.function(turn -> talk.place(String.valueOf(turn))));
    model.put("open", sessions.stream().map(s -> Integer.toString(s.number())).toList());
    model.put("questions", sample.questions());
    return site.page("conversation", model);
  }
}
