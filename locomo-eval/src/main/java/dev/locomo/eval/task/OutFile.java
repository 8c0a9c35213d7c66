package dev.locomo.eval.task;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import dev.locomo.eval.predict.PredictionStage;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceStatistics;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.task.QaTask.Asking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The original's output file, as far as a run reads and writes one.
 *
 * @param file where
 * @param modelKey start of its keys
 * @param rag whether ids and recall are stored
 * @param overwrite whether predictions that are there already are asked again
 */
public record OutFile(Path file, String modelKey, boolean rag, boolean overwrite) {
  /**
   * Reason of a prediction that an output file held already: the original leaves such questions
   * alone.
   */
  private static final String TAKEN = "taken from the output file";

  /** The questions whose answers a run has from an output file. */
  static Set<QuestionId> taken(RunFolder folder) {
    return PredictionStage.predictions(folder).values().stream()
        .filter(p -> p.reason().equals(TAKEN))
        .map(Prediction::question)
        .collect(Collectors.toSet());
  }

  /**
   * Writes the answers that the file has, and the run has not, into the run's predictions.
   *
   * @throws UserError when there are some and the run is not scored by the original's rule
   */
  void take(RunFolder folder, Asking asking) {
    AtomicFile.requireWritable(file);
    if (overwrite) {
      return;
    }
    var answered = PredictionStage.predictions(folder);
    var asked = asking.questions().stream().map(Question::id).collect(Collectors.toSet());
    var lines = new ArrayList<String>();
    ReferenceOutFile.open(file)
        .predictions(modelKey)
        .forEach((question, entry) -> {
          var ours = answered.get(new Prediction.Key(question, "free"));
          boolean known = ours != null && ours.answer().equals(entry.prediction());
          if (asked.contains(question) && !known) {
            refuseUnlessReference(question, asking.rule());
            lines.add(PredictionJson.line(prediction(question, entry)));
          }
        });
    if (!lines.isEmpty()) {
      folder.predictions().append(lines);
    }
  }

  private void refuseUnlessReference(QuestionId question, ScoringRule rule) {
    if (rule != ScoringRule.REFERENCE) {
      throw new UserError(
          file
              + " holds an answer of another run to "
              + question
              + " under "
              + modelKey
              + "_prediction",
          "another --out-file, or --overwrite");
    }
  }

  private static Prediction prediction(QuestionId question, ReferenceOutFile.Entry entry) {
    String text = entry.prediction() == null ? "" : entry.prediction();
    List<String> context = entry.context() == null ? List.of() : entry.context();
    var exchange =
        new Prediction.Exchange("", text, true, null, null, 0, null, null, Tokens.Prefix.NONE);
    return new Prediction(question, "free", Outcome.ANSWERED, text, context, exchange, TAKEN);
  }

  /**
   * Adds the answers of a run to the file, and under the original's rule its statistics beside it.
   *
   * @return what the original prints at the end; null under another rule
   */
  @Nullable String write(QaResults results, Asking asking) {
    var answers = StoredAnswer.of(results.predictions());
    var output = new OriginalOutput(Path.of(asking.data().file()), modelKey, rag);
    var written = output.add(ReferenceOutFile.open(file), asking.questions(), answers);
    written.write(file);
    if (asking.rule() != ScoringRule.REFERENCE) {
      return null;
    }
    var statistics = output.statistics(written);
    statistics.writeInto(ReferenceStatistics.file(file));
    return statistics.report();
  }
}
