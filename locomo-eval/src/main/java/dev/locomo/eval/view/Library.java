package dev.locomo.eval.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.eval.compare.ComparedRun;
import dev.locomo.eval.compare.ComparedRuns;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.judge.label.LabelSample;
import dev.locomo.eval.report.QuestionReport;
import dev.locomo.eval.report.RunReport;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.rag.options.ModelLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs and data sets that pages are made of; what was read of a run is kept until a file in its
 * folder changes.
 *
 * @param catalog the runs
 * @param shelf the data sets
 * @param models where encoders are found when prompts are planned again
 */
public record Library(RunCatalog catalog, DataShelf shelf, ModelLookup models, Kept kept) {
  private static final int KEPT = 4;

  /** Each run has a page that leads to comparisons with eight others. */
  private static final int COMPARED = 16;

  /** What was read, those runs that were asked for last. */
  static final class Kept {
    private final FileCache<RunReport> reports = new FileCache<>(KEPT);
    private final FileCache<QuestionList> lists = new FileCache<>(KEPT);
    private final FileCache<StoredRun> answered = new FileCache<>(KEPT, HumanLabels.FILE);
    private final FileCache<ItemList> items = new FileCache<>(KEPT);
    private final FileCache<ComparedRun> compared = new FileCache<>(COMPARED);
  }

  /**
   * Over folders and files.
   *
   * @param runs folders of runs, and folders of such folders
   * @param data files of data sets, and folders of such files
   */
  public static Library of(List<Path> runs, List<Path> data, ModelLookup models) {
    return new Library(new RunCatalog(runs, data), new DataShelf(data), models, new Kept());
  }

  /** The report of a run. */
  public RunReport report(RunSummary run) {
    return kept.reports.of(
        run.folder(),
        folder -> {
          Path data = run.hasQuestions() ? shelf.file(run) : null;
          return RunReport.read(folder, new RunReport.Wanted(data, null, List.of(), true, false));
        });
  }

  /**
   * A run of questions with its answers.
   *
   * @throws UserError when the run is of another kind
   */
  StoredRun stored(RunSummary run) {
    if (report(run) instanceof QuestionReport questions) {
      return questions.run();
    }
    throw new UserError(run.name() + " has no answers to questions", "");
  }

  /** Answers to be labelled: read once, however many labels are written meanwhile. */
  List<LabelSample.Answered> answered(RunSummary run) {
    return kept.answered
        .of(run.folder(), folder -> StoredRun.read(folder, shelf.file(run)))
        .answered();
  }

  /** Its questions. */
  QuestionList questions(RunSummary run) {
    return kept.lists.of(run.folder(), _ -> QuestionList.of(stored(run)));
  }

  /** The scores of a run's questions, under the usual metric, to be compared with others. */
  ComparedRun compared(Path folder, ComparedRuns runs) {
    return kept.compared.of(folder, runs::read);
  }

  /** The items of a run of any kind, by its lines. */
  ItemList items(RunSummary run) {
    return kept.items.of(run.folder(), ItemList::read);
  }

  /**
   * The lines of a run's files of scores.
   *
   * @param metric the one that is wanted; empty for all
   */
  public ArrayNode scores(String name, String metric) {
    var lines = JsonFiles.MAPPER.createArrayNode();
    try (Stream<Path> files = Files.list(catalog.run(name).folder())) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().matches("scores.*\\.jsonl")) {
          RunReport.nodes(file).stream()
              .filter(line -> metric.isEmpty() || metric.equals(line.path("metric").asText()))
              .forEach(lines::add);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new DataError(name, "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  /** The means of a run's report by metric. */
  Map<String, JsonNode> means(RunSummary run) {
    return catalog.means(run);
  }
}
