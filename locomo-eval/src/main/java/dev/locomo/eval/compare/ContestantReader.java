package dev.locomo.eval.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.score.AnswerFiles;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is to be compared, recognised by content: a run folder (scored anew where its data set
 * is at hand, else by its {@code scores.jsonl}), a file of scores, or stored answers with a data
 * set.
 *
 * @param dataFile the data set, or null when only that of the run folders is used
 * @param metric name of the metric
 */
public record ContestantReader(@Nullable Path dataFile, String metric) {
  private static final List<String> RECORDED = List.of("program", "provider_models");

  /**
   * Reads one.
   *
   * @throws UserError when it has no such metric, or needs a data set
   */
  public Contestant read(Path path) {
    if (Files.isDirectory(path)) {
      return run(path);
    }
    return ScoreLines.recognises(path) ? scores(path, path, new TreeMap<>()) : answers(path);
  }

  private Contestant run(Path folder) {
    var spec = RunSpec.read(folder.resolve(RunFolder.SPEC));
    var manifest = StoredRun.manifest(folder);
    var settings = settings(spec, manifest);
    boolean dataKnown =
        dataFile != null
            || manifest.has("data_file")
                && Files.exists(Path.of(manifest.path("data_file").asText()));
    if (!dataKnown) {
      return scores(folder, folder.resolve(RunFolder.SCORES), settings);
    }
    var run = StoredRun.read(folder, dataFile);
    var rows = run.metric(metric);
    var answers = new LinkedHashMap<QuestionId, String>();
    run.results().predictions().values().stream()
        .filter(p -> p.form().equals("free"))
        .forEach(p -> answers.put(p.question(), p.answer()));
    return new Contestant(folder.toString(), settings, rows.getKey(), rows.getValue(), answers);
  }

  static SortedMap<String, String> settings(RunSpec spec, JsonNode manifest) {
    var settings = new TreeMap<>(spec.onResult());
    settings.put(Contestant.TASK, spec.task());
    for (String name : RECORDED) {
      JsonNode value = manifest.path(name);
      if (!value.isMissingNode()) {
        settings.put(name, value.isTextual() ? value.asText() : value.toString());
      }
    }
    return settings;
  }

  private Contestant scores(Path name, Path file, SortedMap<String, String> settings) {
    Map<QuestionId, Question> known = dataFile == null ? Map.of() : questions(data(dataFile));
    var sheet = new ScoreLines(file, known).read().byMetric();
    for (Map.Entry<Metric, List<Row>> one : sheet.entrySet()) {
      if (one.getKey().id().equals(metric)) {
        return new Contestant(name.toString(), settings, one.getKey(), one.getValue(), Map.of());
      }
    }
    var there = new TreeSet<String>();
    sheet.keySet().forEach(m -> there.add(m.id()));
    throw new UserError(
        file + " has no scores of '" + metric + "'", "--metric " + String.join(" or ", there));
  }

  private Contestant answers(Path file) {
    if (dataFile == null) {
      throw new UserError(file + " holds answers, not scores", "--data-file to score them");
    }
    var data = data(dataFile);
    var stored = new AnswerFiles(data).read(file, null);
    var sheet =
        ScoreSheet.of(
            data.questions().toList(), stored, ScoringRule.LOCOMO.metrics(List.of(metric)));
    var rows = sheet.byMetric().entrySet().iterator().next();
    var texts = new LinkedHashMap<QuestionId, String>();
    stored.forEach((key, answer) -> {
      if (answer instanceof StoredAnswer.Given(var text, _) && isFree(key)) {
        texts.put(key.question(), text);
      }
    });
    var settings = new TreeMap<>(Map.of("data_sha256", data.sha256()));
    return new Contestant(file.toString(), settings, rows.getKey(), rows.getValue(), texts);
  }

  private static boolean isFree(Prediction.Key key) {
    return key.form().equals("free");
  }

  private static Dataset data(Path file) {
    return DatasetReader.read(file);
  }

  private static Map<QuestionId, Question> questions(Dataset data) {
    return data.questions().collect(Collectors.toMap(Question::id, Function.identity()));
  }
}
