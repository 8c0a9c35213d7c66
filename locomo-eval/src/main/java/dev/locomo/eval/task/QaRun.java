package dev.locomo.eval.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceStatistics;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A question answering run round its asking: what is written before, and what after. */
public final class QaRun {
  /**
   * Reason of a prediction that an output file held already: the original leaves such questions
   * alone.
   */
  private static final String TAKEN = "taken from the output file";

  private final QuestionAnswering task;
  private final RunFolder folder;
  private final ScoringRule rule;
  private final @Nullable OutFile outFile;
  private @Nullable Manifest manifest;
  private @Nullable String originalReport;

  /**
   * The original's output file, as far as the run writes one.
   *
   * @param file where
   * @param modelKey start of its keys
   * @param rag whether ids and recall are stored
   * @param overwrite whether predictions that are there already are asked again
   */
  public record OutFile(Path file, String modelKey, boolean rag, boolean overwrite) {}

  /**
   * @param task what is asked
   * @param folder where everything goes
   * @param rule how it is scored
   * @param outFile the original's output file, or null
   */
  public QaRun(
      QuestionAnswering task, RunFolder folder, ScoringRule rule, @Nullable OutFile outFile) {
    this.task = task;
    this.folder = folder;
    this.rule = rule;
    this.outFile = outFile;
  }

  /** The run's folder. */
  public RunFolder folder() {
    return folder;
  }

  /**
   * Opens the run.
   *
   * @param content of the manifest: program, model and the like; what the task is, is added
   * @return what is left to plan: under the original's rule, questions that the output file has
   *     answers for are left out
   * @throws UserError when the output file holds other predictions under the run's key
   */
  public QuestionAnswering begin(ObjectNode content) {
    content.put("data_file", task.data().file()).put("data_sha256", task.data().sha256());
    content.put("protocol", rule.label());
    content.put("asking", task.protocol().id());
    if (!task.shard().isWhole()) {
      content.put(Shard.SETTING, task.shard().toString());
    }
    takeFromOutFile();
    manifest = Manifest.open(folder.file(RunFolder.MANIFEST), content, Instant.now());
    var taken =
        QuestionAnswering.answered(folder).values().stream()
            .filter(p -> p.reason().equals(TAKEN))
            .map(Prediction::question)
            .collect(Collectors.toSet());
    return task.without(taken);
  }

  private void takeFromOutFile() {
    if (outFile == null) {
      return;
    }
    AtomicFile.requireWritable(outFile.file());
    if (outFile.overwrite()) {
      return;
    }
    var answered = QuestionAnswering.answered(folder);
    Set<QuestionId> asked = task.questions().stream().map(q -> q.id()).collect(Collectors.toSet());
    var lines = new ArrayList<String>();
    ReferenceOutFile.open(outFile.file())
        .predictions(outFile.modelKey())
        .forEach((question, entry) -> {
          var ours = answered.get(new Prediction.Key(question, "free"));
          boolean known = ours != null && ours.answer().equals(entry.prediction());
          if (asked.contains(question) && !known) {
            refuseUnlessReference(question);
            lines.add(PredictionJson.line(taken(question, entry)));
          }
        });
    if (!lines.isEmpty()) {
      folder.predictions().append(lines);
    }
  }

  private void refuseUnlessReference(QuestionId question) {
    if (rule != ScoringRule.REFERENCE && outFile != null) {
      throw new UserError(
          outFile.file()
              + " holds an answer of another run to "
              + question
              + " under "
              + outFile.modelKey()
              + "_prediction",
          "another --out-file, or --overwrite");
    }
  }

  private static Prediction taken(QuestionId question, ReferenceOutFile.Entry entry) {
    String text = entry.prediction() == null ? "" : entry.prediction();
    List<String> context = entry.context() == null ? List.of() : entry.context();
    var exchange = new Prediction.Exchange("", text, true, null, null, 0, null, null);
    return new Prediction(question, "free", Outcome.ANSWERED, text, context, exchange, TAKEN);
  }

  /** Writes everything that follows from the predictions, and closes the run. */
  public QaResults finish(Ending ending) {
    var results = QaResults.of(task.asked(), QuestionAnswering.answered(folder), rule);
    if (ending.all()) {
      folder.settle(QaRecord.lines(results));
    }
    QaRecord.write(folder, results, task.data(), rule.label());
    writeOutFile(results);
    if (manifest != null) {
      manifest.content().setAll(QaRecord.usage(results));
      manifest.write(Manifest.Status.of(ending.all(), ending.provider() != null), Instant.now());
    }
    return results;
  }

  private void writeOutFile(QaResults results) {
    if (outFile == null) {
      return;
    }
    Map<Prediction.Key, StoredAnswer> answers = new LinkedHashMap<>();
    results.predictions().forEach((key, p) -> answers.put(key, StoredAnswer.of(p)));
    var output = new OriginalOutput(Path.of(task.data().file()), outFile.modelKey(), outFile.rag());
    var file = output.add(ReferenceOutFile.open(outFile.file()), task.questions(), answers);
    file.write(outFile.file());
    if (rule == ScoringRule.REFERENCE) {
      var statistics = output.statistics(file);
      statistics.writeInto(ReferenceStatistics.file(outFile.file()));
      originalReport = statistics.report();
    }
  }

  /** What the original prints at the end; empty under another rule or without an output file. */
  public Optional<String> originalReport() {
    return Optional.ofNullable(originalReport);
  }

  /** The document of {@code eval-qa --json}. */
  public ObjectNode document(QaResults results, String model) {
    ObjectNode document = QaRecord.report(results, task.data(), rule.label());
    document.put("model", model).put("asking", task.protocol().id());
    document.put("run", folder.path().toString());
    document.set("usage", QaRecord.usage(results));
    return document;
  }
}
