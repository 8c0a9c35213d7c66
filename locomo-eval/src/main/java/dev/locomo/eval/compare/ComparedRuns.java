package dev.locomo.eval.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunArchive;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.memory.MemoryFigures;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.score.AnswerFiles;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is to be compared, recognised by content: the folder of a run of {@code eval-dialog}
 * or {@code eval-events}, whose scores are read; that of another run (scored anew where its data
 * set is at hand, else by its {@code scores.jsonl}); a file of scores; or stored answers with a
 * data set.
 *
 * @param dataFile the data set, or null when only that of the run folders is used
 * @param metric name of the metric; null for the usual one of questions, and all of other items
 * @param bound the largest difference that would not matter, between 0 and 1; null for none
 */
public record ComparedRuns(
    @Nullable Path dataFile, @Nullable String metric, @Nullable Double bound) {
  private static final List<String> RECORDED =
      List.of("program", "provider_models", Manifest.REFUSED);

  /** The verbs whose items are no questions. */
  private static final Set<String> OTHER_ITEMS = Set.of("eval-dialog", "eval-events");

  private static final String USUAL = "token-f1";

  /**
   * Reads and compares.
   *
   * @param paths the baseline first
   * @throws UserError when they cannot be compared, have no such metric, or need a data set
   */
  public Comparison compare(List<Path> paths) {
    return compare(paths, this::read);
  }

  /**
   * As {@link #compare(List)}.
   *
   * @param reading reads scores of questions, as {@link #read} does
   */
  public Comparison compare(List<Path> given, Function<Path, ComparedRun> reading) {
    var names = given.stream().map(Path::toString).toList();
    var paths = given.stream().map(RunArchive::opened).toList();
    if (paths.stream().noneMatch(ComparedRuns::hasOtherItems)) {
      return Comparison.ofQuestions(named(paths.stream().map(reading), names), bound);
    }
    if (dataFile != null) {
      throw new UserError("--data-file is for answers to questions", "leave it out");
    }
    for (Path path : paths) {
      if (!hasOtherItems(path)) {
        throw new UserError(
            path + " is no run of eval-dialog or eval-events, as another is", "runs of one verb");
      }
    }
    var runs = named(paths.stream().map(ComparedRuns::readScores), names);
    return Comparison.ofRuns(runs, metric, bound);
  }

  private static List<ComparedRun> named(Stream<ComparedRun> runs, List<String> names) {
    var left = names.iterator();
    return runs.map(run -> run.named(left.next())).toList();
  }

  private static boolean hasOtherItems(Path path) {
    Path spec = path.resolve(RunFolder.SPEC);
    return Files.isRegularFile(spec) && OTHER_ITEMS.contains(RunSpec.read(spec).task());
  }

  private static ComparedRun readScores(Path folder) {
    var settings =
        settings(RunSpec.read(folder.resolve(RunFolder.SPEC)), StoredRun.manifest(folder));
    Path file = folder.resolve(RunFolder.SCORES);
    if (!Files.exists(file)) {
      throw new DataError(file.toString(), "", "no such file; has the run ended?");
    }
    return new ComparedRun(
        folder.toString(), settings, new ScoreLines(file, null).read(), Map.of());
  }

  /** Reads scores of questions. */
  public ComparedRun read(Path path) {
    if (Files.isDirectory(path)) {
      return run(path);
    }
    return ScoreLines.recognises(path) ? scores(path, path, new TreeMap<>()) : answers(path);
  }

  private String wanted() {
    return metric == null ? USUAL : metric;
  }

  private ComparedRun run(Path folder) {
    var spec = RunSpec.read(folder.resolve(RunFolder.SPEC));
    var manifest = StoredRun.manifest(folder);
    var settings = settings(spec, manifest);
    boolean answered = Files.exists(folder.resolve(RunFolder.PREDICTIONS));
    boolean dataKnown =
        dataFile != null
            || (manifest.has("data_file")
                && Files.exists(Path.of(manifest.path("data_file").asText())));
    if (!answered || !dataKnown) {
      return scores(folder, folder.resolve(RunFolder.SCORES), settings);
    }
    var run = StoredRun.read(folder, dataFile);
    var answers = new LinkedHashMap<String, String>();
    run.results().predictions().values().stream()
        .filter(p -> p.key().form().equals("free"))
        .forEach(p -> answers.put(p.question().toString(), p.answer()));
    var sheet = new ScoreSheet(List.of(run.metric(wanted())));
    MemoryFigures.of(folder, run.results().sheet())
        .ifPresent(f -> f.rows().forEach((name, value) -> settings.put("memory: " + name, value)));
    var judged =
        run.results().sheet().metrics().stream()
            .filter(scores -> scores.metric().startsWith(MetricScores.JUDGE))
            .toList();
    return new ComparedRun(folder.toString(), settings, sheet, answers, judged);
  }

  private static SortedMap<String, String> settings(RunSpec spec, JsonNode manifest) {
    var settings = new TreeMap<>(spec.onResult());
    settings.put(ComparedRun.TASK, spec.task());
    for (String name : RECORDED) {
      JsonNode value = manifest.path(name);
      if (!value.isMissingNode()) {
        settings.put(name, value.isTextual() ? value.asText() : value.toString());
      }
    }
    return settings;
  }

  private ComparedRun scores(Path name, Path file, SortedMap<String, String> settings) {
    Map<QuestionId, Question> known =
        dataFile == null
            ? Map.of()
            : DatasetReader.read(dataFile)
                .questions()
                .collect(Collectors.toMap(Question::id, Function.identity()));
    var sheet = new ScoreLines(file, known).read();
    MetricScores scores =
        sheet
            .find(wanted())
            .orElseThrow(() -> {
              var there = new TreeSet<String>();
              sheet.metrics().forEach(m -> there.add(m.metric()));
              return new UserError(
                  file + " has no scores of '" + wanted() + "'",
                  "--metric " + String.join(" or ", there));
            });
    return new ComparedRun(name.toString(), settings, new ScoreSheet(List.of(scores)), Map.of());
  }

  private ComparedRun answers(Path file) {
    if (dataFile == null) {
      throw new UserError(file + " holds answers, not scores", "--data-file to score them");
    }
    var data = DatasetReader.read(dataFile);
    var stored = new AnswerFiles(data).read(file, null);
    var metrics = ScoringRule.LOCOMO.metrics(List.of(wanted()));
    var sheet = ScoreSheet.of(data.questions().toList(), stored, metrics);
    var texts = new LinkedHashMap<String, String>();
    stored.forEach((key, answer) -> {
      if (answer instanceof StoredAnswer.Given(var text, _) && key.form().equals("free")) {
        texts.put(key.question().toString(), text);
      }
    });
    var settings = new TreeMap<>(Map.of("data_sha256", data.sha256()));
    return new ComparedRun(file.toString(), settings, sheet, texts);
  }
}
