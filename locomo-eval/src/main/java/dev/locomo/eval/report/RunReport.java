package dev.locomo.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.pipeline.CutPrompts;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunArchive;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.loss.LossTable;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.score.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A stored run as it is reported, in whichever form. Reading one writes nothing and waits for
 * nobody.
 *
 * <p><b>How to add a task</b>: write one class that implements this and name it in {@link #read}.
 */
public interface RunReport {
  /**
   * What is wanted of a report.
   *
   * @param dataFile the data set, where it is no longer where the run found it; else null
   * @param metric of headline and charts; null for the usual ones
   * @param baselines folders of runs to show beside it, or archives of them
   * @param charts whether charts are wanted, which take time
   * @param files whether charts are wanted as files
   * @param errata overlay by which keys are wrong; null for none
   */
  record Wanted(
      @Nullable Path dataFile,
      @Nullable String metric,
      List<Path> baselines,
      boolean charts,
      boolean files,
      @Nullable Path errata) {
    public Wanted {
      baselines = baselines.stream().map(RunArchive::opened).toList();
    }

    /** Without an overlay. */
    public Wanted(
        @Nullable Path dataFile,
        @Nullable String metric,
        List<Path> baselines,
        boolean charts,
        boolean files) {
      this(dataFile, metric, baselines, charts, files, null);
    }
  }

  /** What was done, in words: the model and how it was asked. */
  String title();

  /** What the slices are of, in the plural, for example {@code questions}. */
  String items();

  /** One a metric, in order. */
  List<Summary> summaries();

  /** What happened in the run; an empty object where it does not say. */
  default JsonNode manifest() {
    return JsonFiles.MAPPER.createObjectNode();
  }

  /** Sentences that belong to the scores, without final full stops. */
  default List<String> notes() {
    return CutPrompts.note(manifest()).stream().toList();
  }

  /** Where points were lost, a table a metric; empty where that is not known. */
  default List<LossTable> losses() {
    return List.of();
  }

  /** The document of the verb's {@code --json}. */
  JsonNode document();

  /** What there is to draw. */
  List<Chart> charts();

  /** Findings one by one, as Markdown that follows the table; may be empty. */
  default String markdown() {
    return "";
  }

  /** As one HTML page that needs nothing else. */
  String page();

  /**
   * As HTML pages, each written as it is made.
   *
   * @param name of the file of the first
   * @return what to write by the name of its file, the first page first; more than one where one
   *     would be too long for a browser
   */
  default SequencedMap<String, Page.Writing> pages(String name) {
    var pages = new LinkedHashMap<String, Page.Writing>();
    pages.put(name, to -> to.write(page()));
    return pages;
  }

  /**
   * The name of a further page.
   *
   * @param name of the file of the first
   * @param n from 1
   */
  static String part(String name, int n) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name) + "-" + n + ".html";
  }

  /**
   * Reads the report of a run.
   *
   * @param run its folder, or an archive of it
   * @throws DataError when something in the folder cannot be read, or the run has not come to
   *     scores yet
   * @throws UserError when something is wanted that such a run does not have
   */
  static RunReport read(Path run, Wanted wanted) {
    Path folder = RunArchive.opened(run);
    var spec = RunSpec.read(folder.resolve(RunFolder.SPEC));
    String task = spec.task();
    if (wanted.errata() != null && !task.equals("eval-qa")) {
      throw new UserError("--errata is for runs of eval-qa", "leave it out");
    }
    return switch (task) {
      case EventReport.TASK -> EventReport.read(folder, wanted);
      case DialogReport.TASK -> DialogReport.read(folder, wanted);
      case "eval-qa" -> QuestionReport.read(folder, wanted);
      default -> ItemsReport.read(folder, spec, wanted);
    };
  }

  /** The lines of a file, a node each. */
  static List<JsonNode> nodes(Path file) {
    var nodes = new ArrayList<JsonNode>();
    for (String line : Journal.read(file)) {
      try {
        nodes.add(JsonFiles.MAPPER.readTree(line));
      } catch (JsonProcessingException e) {
        throw new DataError(
            file.toString(), "line " + (nodes.size() + 1), "not valid JSON; was it edited?", e);
      }
    }
    return nodes;
  }
}
