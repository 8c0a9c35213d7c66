package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.options.Home;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.judge.label.LabelSample.Answered;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.task.QaResults;
import dev.locomo.eval.task.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question answering run read back from its folder, scored anew from the stored predictions.
 *
 * <p>Further sheets of scores, such as a judge's verdicts, are any files {@code scores-*.jsonl} in
 * the folder; their metrics follow the run's own, and replace one of the same name.
 *
 * @param folder where it is
 * @param spec its settings
 * @param manifest what happened; an empty object when there is no such file
 * @param data what was asked about
 * @param results predictions and every score, further sheets included
 */
public record StoredRun(
    Path folder, RunSpec spec, JsonNode manifest, Dataset data, QaResults results) {

  /**
   * Reads a run; writes nothing and waits for nobody.
   *
   * @param dataFile the data set, or null for the file that the manifest names
   * @throws DataError when something in the folder cannot be read, or the data is not what the run
   *     asked about
   */
  public static StoredRun read(Path folder, @Nullable Path dataFile) {
    var spec = RunSpec.read(folder.resolve(RunFolder.SPEC));
    refuseShard(folder, spec);
    var manifest = manifest(folder);
    var data = data(folder, spec, dataFile);
    var questions = selection(folder, spec).of(data);
    var results = QaResults.of(questions, predictions(folder), rule(spec));
    return new StoredRun(folder, spec, manifest, data, with(results, sheets(folder, questions)));
  }

  private static void refuseShard(Path folder, RunSpec spec) {
    String shard = spec.onResult().get(Shard.SETTING);
    if (shard != null) {
      throw new UserError(
          folder + " holds shard " + shard + " of a run, not the run",
          "locomo merge --out DIR and the folders of all shards");
    }
  }

  /** What happened in a run; an empty object when the folder does not say. */
  public static JsonNode manifest(Path folder) {
    Path file = folder.resolve(RunFolder.MANIFEST);
    return Files.exists(file) ? Manifest.read(file) : JsonFiles.MAPPER.createObjectNode();
  }

  private static Path dataFile(Path folder, JsonNode manifest) {
    String named = manifest.path("data_file").asText();
    Path file = Home.found(Path.of(named), folder);
    if (named.isEmpty() || !Files.exists(file)) {
      throw new DataError(
          folder.resolve(RunFolder.MANIFEST).toString(),
          "/data_file",
          "found \"" + named + "\", which is not there; give the data set with --data-file");
    }
    return file;
  }

  /**
   * What a run was asked about.
   *
   * @param dataFile the data set, or null for the file that the manifest names
   * @throws DataError when it is not there, or is not what the run asked about
   */
  public static Dataset data(Path folder, RunSpec spec, @Nullable Path dataFile) {
    Path file = dataFile == null ? dataFile(folder, manifest(folder)) : Home.found(dataFile);
    var data = DatasetReader.read(file, spec.onResult().get("profile"));
    String asked = spec.onResult().getOrDefault("data_sha256", "");
    if (!data.sha256().equals(asked)) {
      throw new DataError(
          file.toString(),
          "",
          "is not the data that %s was run on: found sha256 %s; expected %s"
              .formatted(folder, data.sha256(), asked));
    }
    return data;
  }

  /** Which of its questions. */
  public static Selection selection(Path folder, RunSpec spec) {
    String text = spec.onResult().getOrDefault("questions", Selection.ALL.toString());
    return Selection.parse(text)
        .orElseThrow(() ->
            new DataError(
                folder.resolve(RunFolder.SPEC).toString(),
                "/settings/questions",
                "found \"" + text + "\"; expected for example \"" + Selection.ALL + "\""));
  }

  /** How a run is scored. */
  public static ScoringRule rule(RunSpec spec) {
    return ScoringRule.REFERENCE.label().equals(spec.onResult().get("protocol"))
        ? ScoringRule.REFERENCE
        : ScoringRule.LOCOMO;
  }

  /** The whole lines of its predictions, the last of each question and form. */
  public static Map<Prediction.Key, Prediction> predictions(Path folder) {
    Path file = folder.resolve(RunFolder.PREDICTIONS);
    var byKey = new LinkedHashMap<Prediction.Key, Prediction>();
    int number = 0;
    for (String line : Journal.read(file)) {
      var prediction = PredictionJson.parse(line, file.toString(), ++number);
      byKey.put(prediction.key(), prediction);
    }
    return byKey;
  }

  private static List<ScoreSheet> sheets(Path folder, List<Question> questions) {
    var known = questions.stream().collect(Collectors.toMap(Question::id, Function.identity()));
    return scoreFiles(folder, "scores-.*\\.jsonl").stream()
        .map(f -> new ScoreLines(f, known).read())
        .toList();
  }

  /** Files of scores in a run's folder, by the pattern of their names. */
  static List<Path> scoreFiles(Path folder, String names) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches(names)).sorted().toList();
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  private static QaResults with(QaResults results, List<ScoreSheet> further) {
    var byName = new LinkedHashMap<String, MetricScores>();
    Stream.concat(Stream.of(results.sheet()), further.stream())
        .flatMap(sheet -> sheet.metrics().stream())
        .forEach(scores -> byName.put(scores.metric(), scores));
    return new QaResults(
        results.questions(), results.predictions(), new ScoreSheet(List.copyOf(byName.values())));
  }

  /**
   * The scores under a metric: the run's own, or computed now from the stored answers.
   *
   * @throws dev.locomo.core.error.UserError when there is no such metric
   */
  public MetricScores metric(String id) {
    return results
        .sheet()
        .find(id)
        .orElseGet(() -> {
          var answers = StoredAnswer.of(results.predictions());
          var metrics = rule(spec).metrics(List.of(id));
          return ScoreSheet.of(results.questions(), answers, metrics).metrics().getFirst();
        });
  }

  /** The questions with a usable answer, in file order, as people label them. */
  public List<Answered> answered() {
    var stored = StoredAnswer.of(results.predictions());
    var answers = new ArrayList<Answered>();
    for (Question question : results.questions()) {
      if (stored.get(new Prediction.Key(question.id(), "free"))
          instanceof StoredAnswer.Given(var text, _)) {
        answers.add(new Answered(question, text));
      }
    }
    return answers;
  }

  /** What was asked, in words: model, context where it is a setting, protocol. */
  public String title() {
    var on = spec.onResult();
    var title = new StringBuilder(on.getOrDefault("model", "unknown model"));
    if (on.containsKey("context")) {
      title.append(", context ").append(on.get("context"));
    }
    if (on.containsKey("memory")) {
      title.append(", memory ").append(on.get("memory"));
    }
    return title.append(", protocol ").append(protocol()).toString();
  }

  /** The name of the protocol. */
  public String protocol() {
    return spec.onResult().getOrDefault("protocol", ScoringRule.LOCOMO.label());
  }
}
