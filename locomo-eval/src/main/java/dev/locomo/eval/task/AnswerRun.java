package dev.locomo.eval.task;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Version;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Answers from elsewhere as a run of question answering, which can be judged, labelled, compared
 * and looked at as any other. Of what was asked nothing is known, so nothing of it is in the run.
 *
 * @param data what they are about
 * @param questions which questions; those without an answer count as not asked
 * @param answers by question and form
 * @param rule how they are scored
 * @param name of the system that they are from
 */
public record AnswerRun(
    Dataset data,
    Selection questions,
    Map<Prediction.Key, StoredAnswer> answers,
    ScoringRule rule,
    String name) {

  /**
   * Writes the run.
   *
   * @param folder where; an existing run is written again when it is of the same answers
   * @param command the command line as typed
   * @throws UserError when the folder holds another run, or something that is no run
   */
  public void write(Path folder, List<String> command) {
    var results = QaResults.of(questions.of(data), predictions(), rule);
    var spec = new RunSpec("eval-qa", command, settings(results), new TreeMap<>());
    var content = Version.describe(JsonFiles.MAPPER.createObjectNode());
    content.put("model", name).put("data_file", data.file()).put("data_sha256", data.sha256());
    content.put("protocol", rule.label()).put("answers", results.predictions().size());
    try (var run = RunFolder.open(folder, spec)) {
      var manifest = Manifest.open(run.file(RunFolder.MANIFEST), content, Instant.now());
      run.settle(QaRecord.lines(results));
      QaRecord.write(run, results, data, rule.label());
      manifest.write(Manifest.Status.COMPLETE, Instant.now());
    }
  }

  private SortedMap<String, String> settings(QaResults results) {
    var settings = new TreeMap<String, String>();
    settings.put("model", name);
    settings.put("protocol", rule.label());
    settings.put("data_sha256", data.sha256());
    settings.put("questions", questions.toString());
    settings.put(
        "answers_sha256", Sha256.of(QaRecord.lines(results).collect(Collectors.joining("\n"))));
    if (!data.profiled().isEmpty()) {
      settings.put("profile", data.profiled());
    }
    return settings;
  }

  private Map<Prediction.Key, Prediction> predictions() {
    var predictions = new LinkedHashMap<Prediction.Key, Prediction>();
    answers.forEach((key, answer) -> {
      if (answer instanceof StoredAnswer.Given(var text, var context)) {
        predictions.put(
            key,
            new Prediction(
                key.question(),
                key.form(),
                text.isBlank() ? Outcome.EMPTY : Outcome.ANSWERED,
                text,
                context == null ? List.of() : context,
                new Prediction.Exchange(
                    "", text, false, null, null, 0, null, null, Tokens.Prefix.NONE),
                text.isBlank() ? "the answer is empty" : ""));
      }
    });
    return predictions;
  }
}
