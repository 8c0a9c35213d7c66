package dev.locomo.eval.options;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.run.RunArchive;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.score.AnswerFiles;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.task.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the answers are that were given before. */
public final class StoredAnswersOptions {
  public static final Setting<Path> RUN = Setting.path("stored-answers.run", "DIR");
  public static final Setting<Path> PREDICTIONS =
      Setting.path("stored-answers.predictions", "FILE").changesResult();
  public static final Setting<String> PREDICTION_KEY =
      Setting.text("stored-answers.prediction-key", "KEY").changesResult();

  public static final Setting<Path> DATA_FILE =
      Setting.path("stored-answers.data-file", "FILE").changesResult();

  /** The data set, which need not be given where a run names it, and which of its questions. */
  public static final SettingGroup QUESTIONS =
      SettingGroup.of(
          "",
          DATA_FILE,
          SampleOptions.PROFILE,
          SampleOptions.SAMPLES,
          DataOptions.CATEGORIES,
          DataOptions.LIMIT);

  /** All of them. */
  public static final SettingGroup SETTINGS = SettingGroup.of("", RUN, PREDICTIONS, PREDICTION_KEY);

  public final @Nullable Path run;
  public final @Nullable Path predictions;
  public final @Nullable String predictionKey;

  /** Their values. */
  public StoredAnswersOptions(Settings settings) {
    run = settings.orNull(RUN);
    predictions = settings.orNull(PREDICTIONS);
    predictionKey = settings.orNull(PREDICTION_KEY);
  }

  /** The folder or file; of an archive of a run the folder that it was unpacked to. */
  public Path path() {
    if ((run == null) == (predictions == null)) {
      throw new UserError(
          run == null ? "no answers are named" : "--run contradicts --predictions",
          "one of --run DIR and --predictions FILE");
    }
    if (run != null && RunArchive.isOne(run)) {
      throw new UserError(
          "--run " + run + " is an archive, which stays as it is",
          "--predictions to read its answers, or locomo runs unpack");
    }
    if (run != null && !Files.isDirectory(run)) {
      throw new UserError("--run " + run + " is no folder", "--predictions for a file");
    }
    return run != null ? run : RunArchive.opened(Objects.requireNonNull(predictions));
  }

  /** The free answers to these questions; a question without an entry has none. */
  public Map<QuestionId, StoredAnswer> read(Dataset data, List<Question> questions) {
    var stored = new AnswerFiles(data).read(path(), predictionKey);
    var answers = new LinkedHashMap<QuestionId, StoredAnswer>();
    for (Question question : questions) {
      var answer = stored.get(new Prediction.Key(question.id(), "free"));
      if (answer != null) {
        answers.put(question.id(), answer);
      }
    }
    return answers;
  }

  /**
   * Which questions are meant: those that were selected or, when none were, those that the run
   * asked.
   */
  public Selection questions(Selection selected) {
    return selected.equals(Selection.ALL)
        ? spec()
            .flatMap(run -> Selection.parse(run.onResult().getOrDefault("questions", "")))
            .orElse(selected)
        : selected;
  }

  /** The settings of the run the answers are from, where they are in a run's folder. */
  public Optional<RunSpec> spec() {
    return folder(path()).map(folder -> RunSpec.read(folder.resolve(RunFolder.SPEC)));
  }

  private static Optional<Path> folder(Path answers) {
    Path at = answers.endsWith(RunFolder.PREDICTIONS) ? answers.resolveSibling("") : answers;
    return Files.exists(at.resolve(RunFolder.SPEC)) ? Optional.of(at) : Optional.empty();
  }

  /**
   * The data set that the answers are about: the one that is named, else that of their run, else
   * the demonstration data.
   *
   * @param answers a run's folder or a file
   * @param now where a file that is named is now
   */
  public static Dataset data(Settings settings, Path answers, UnaryOperator<Path> now) {
    Path named = settings.orNull(DATA_FILE);
    var run = named == null ? folder(answers).orElse(null) : null;
    return run == null
        ? DatasetReader.read(
            now.apply(named == null ? Path.of(SampleOptions.DEMO) : named),
            settings.orNull(SampleOptions.PROFILE))
        : StoredRun.data(run, RunSpec.read(run.resolve(RunFolder.SPEC)), null);
  }
}
