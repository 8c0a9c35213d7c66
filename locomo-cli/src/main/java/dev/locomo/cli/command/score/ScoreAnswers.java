package dev.locomo.cli.command.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.RunArchive;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.ErrataFile;
import dev.locomo.eval.errata.ErrataJson;
import dev.locomo.eval.options.BertScoreOptions;
import dev.locomo.eval.options.DataOptions;
import dev.locomo.eval.options.StoredAnswersOptions;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceStatistics;
import dev.locomo.eval.report.text.ErrataText;
import dev.locomo.eval.report.text.ResultTable;
import dev.locomo.eval.score.AnswerFiles;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.similarity.BertScoreMetric;
import dev.locomo.eval.task.AnswerRun;
import dev.locomo.eval.task.OriginalOutput;
import dev.locomo.rag.options.ComputeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code score}: scores stored answers with any metric; asks nobody. */
public final class ScoreAnswers {
  private static final Setting<Path> PREDICTIONS =
      Setting.path("score-answers.predictions", "FILE").alias("run").needed().changesResult();
  private static final Setting<String> PREDICTION_KEY =
      Setting.text("score-answers.prediction-key", "KEY").changesResult();
  private static final Setting<List<String>> METRICS =
      Setting.texts("score-answers.metrics", "NAME")
          .split()
          .suggesting(Metrics::ids)
          .changesResult();
  private static final Setting<ScoringRule> PROTOCOL =
      Setting.choice("score-answers.protocol", "NAME", ScoringRule.class)
          .byDefault("locomo")
          .changesResult();
  private static final Setting<Path> PER_QUESTION =
      Setting.path("score-answers.per-question", "FILE");
  private static final Setting<Path> STATS_FILE = Setting.path("score-answers.stats-file", "FILE");
  private static final Setting<String> MODEL_KEY = Setting.text("score-answers.model-key", "KEY");
  private static final Setting<Path> ERRATA =
      Setting.path("score-answers.errata", "FILE").changesResult();
  private static final Setting<Path> AS_RUN = Setting.path("score-answers.as-run", "DIR");

  private final Invocation call;
  private final DataOptions options;
  private final Path predictions;
  private final @Nullable String predictionKey;
  private final List<String> metrics;
  private final ScoringRule protocol;
  private final @Nullable Path perQuestion;
  private final @Nullable Path statsFile;
  private final @Nullable String modelKey;
  private final @Nullable Path errata;
  private final @Nullable Path asRun;
  private final boolean json;
  private final BertScoreOptions bertScore;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("score")
        .takes(PREDICTIONS)
        .with(
            SettingGroup.of("Answers", PREDICTIONS, PREDICTION_KEY),
            StoredAnswersOptions.QUESTIONS.headed("Data and questions"),
            SettingGroup.of("Scores", METRICS, PROTOCOL, ERRATA),
            BertScoreOptions.SETTINGS.and(ComputeOptions.DEVICE).headed("BERTScore"),
            SettingGroup.of(
                "Results", PER_QUESTION, AS_RUN, STATS_FILE, MODEL_KEY, RunOptions.JSON))
        .does(call -> new ScoreAnswers(call).run());
  }

  private ScoreAnswers(Invocation call) {
    this.call = call;
    bertScore = new BertScoreOptions(call.settings());
    options = new DataOptions(call.settings());
    predictions = RunArchive.opened(call.settings().get(PREDICTIONS));
    predictionKey = call.settings().orNull(PREDICTION_KEY);
    metrics = call.settings().all(METRICS);
    protocol = call.settings().get(PROTOCOL);
    perQuestion = call.settings().orNull(PER_QUESTION);
    statsFile = call.settings().orNull(STATS_FILE);
    modelKey = call.settings().orNull(MODEL_KEY);
    errata = call.settings().orNull(ERRATA);
    asRun = call.settings().orNull(AS_RUN);
    json = call.settings().is(RunOptions.JSON);
  }

  /** The metrics that need a model, loaded; null where none does. */
  private BertScoreOptions.@Nullable Scoring scoring;

  /** Those that are scored. */
  private List<Question> questions = List.of();

  /** What the answers leave out, where they do. */
  private List<String> notes = List.of();

  private int run() {
    if (statsFile != null && protocol != ScoringRule.REFERENCE) {
      throw new UserError("--stats-file is for --protocol reference alone", "--protocol reference");
    }
    Dataset data =
        StoredAnswersOptions.data(call.settings(), predictions, file -> Remote.file(call, file));
    var selection = options.selection(data.profile());
    questions = selection.of(data);
    var answers = new AnswerFiles(data).read(predictions, predictionKey);
    if (asRun != null) {
      new AnswerRun(data, selection, answers, protocol, modelKey()).write(asRun, call.typed());
    }
    try (var opened = open(answers)) {
      scoring = opened;
      score(data, answers);
    }
    return ExitCode.OK;
  }

  private BertScoreOptions.@Nullable Scoring open(Map<Prediction.Key, StoredAnswer> answers) {
    protocol.metrics(metricIds(answers), BertScoreMetric.known());
    return bertScore.open(metricIds(answers), Remote.models(call, false)).orElse(null);
  }

  private void score(Dataset data, Map<Prediction.Key, StoredAnswer> answers) {
    notes = ScoreSheet.notes(questions, answers);
    var sheet = sheet(questions, answers);
    if (perQuestion != null) {
      sheet.write(perQuestion);
    }
    var statistics = statsFile == null ? null : statistics(data, answers);
    if (statsFile != null && statistics != null) {
      statistics.writeInto(statsFile);
    }
    if (statistics != null && !json) {
      call.out().print(statistics.report());
    } else if (errata == null) {
      print(sheet.summaries(), data);
    } else {
      printBoth(sheet, data, new CorrectedKey(data, ErrataFile.read(errata)), answers);
    }
  }

  private ScoreSheet sheet(List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var known = Metrics.standard();
    if (scoring != null) {
      var pairs = BertScoreMetric.pairs(ScoreSheet.answered(questions, answers));
      known = known.with(BertScoreMetric.of(scoring.scorer(), pairs));
    }
    return ScoreSheet.of(questions, answers, protocol.metrics(metricIds(answers), known));
  }

  /** Under the original key and under the corrected one. */
  private void printBoth(
      ScoreSheet original,
      Dataset data,
      CorrectedKey key,
      Map<Prediction.Key, StoredAnswer> answers) {
    var out = call.out();
    var summaries = original.summaries();
    var corrected = sheet(key.apply(questions), answers).summaries();
    if (json) {
      var document = document(summaries, data);
      document.set("errata", ErrataJson.document(key, corrected, questions));
      out.println(document.toPrettyString());
    } else {
      new ErrataText(out, key, questions).print(summaries, corrected);
      printSignature();
    }
  }

  /** Of the output file, or of one that would hold these answers alone. */
  private ReferenceStatistics.Result statistics(
      Dataset data, Map<Prediction.Key, StoredAnswer> answers) {
    var output = new OriginalOutput(Path.of(data.file()), modelKey(), withContexts(answers));
    return output.statistics(
        AnswerFiles.isOriginal(predictions)
            ? output.add(ReferenceOutFile.open(predictions), questions, answers)
            : output.onlyAnswered(questions, answers));
  }

  private String modelKey() {
    String name = String.valueOf(predictions.getFileName());
    return modelKey == null ? name.replaceFirst("\\.[^.]*$", "") : modelKey;
  }

  private static boolean withContexts(Map<Prediction.Key, StoredAnswer> answers) {
    return answers.values().stream()
        .anyMatch(a -> a instanceof StoredAnswer.Given given && given.context() != null);
  }

  private List<String> metricIds(Map<Prediction.Key, StoredAnswer> answers) {
    if (!metrics.isEmpty()) {
      return metrics;
    }
    var ids = new ArrayList<>(List.of("token-f1", "exact-match"));
    if (withContexts(answers)) {
      ids.add("evidence-recall");
    }
    return ids;
  }

  private void print(List<Summary> summaries, Dataset data) {
    var out = call.out();
    if (json) {
      out.println(document(summaries, data).toPrettyString());
      return;
    }
    for (Summary summary : summaries) {
      out.println(ResultTable.of(summary));
    }
    if (summaries.size() > 1) {
      out.print(ResultTable.matrix(summaries));
    }
    out.print(ResultTable.caution(summaries));
    notes.forEach(text -> Wrapping.say(out, text));
    String hash = data.sha256().substring(0, 12);
    out.println("protocol %s; %s (sha256 %s...)".formatted(protocol, data.file(), hash));
    printSignature();
  }

  private void printSignature() {
    if (asRun != null) {
      call.out().println("Run " + asRun);
    }
    if (scoring != null) {
      call.out().println(scoring.signature() + " (" + scoring.encoder().id() + ")");
    }
  }

  private ObjectNode document(List<Summary> summaries, Dataset data) {
    var document = ScoreJson.document(summaries, data.sha256(), protocol.label());
    notes.forEach(document.withArray("/warnings")::add);
    if (asRun != null) {
      document.put("run", asRun.toString());
    }
    if (scoring != null) {
      document
          .putObject("bertscore")
          .put("signature", scoring.signature())
          .put("encoder", scoring.encoder().id());
    }
    return document;
  }
}
