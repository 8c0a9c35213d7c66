package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ErrataOutput;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.ResultTable;
import dev.locomo.cli.wiring.BertScoreOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.wiring.Surroundings;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Metrics;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.ErrataFile;
import dev.locomo.eval.errata.ErrataJson;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceStatistics;
import dev.locomo.eval.score.AnswerFiles;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.similarity.BertScoreMetric;
import dev.locomo.eval.task.OriginalOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code score}: scores stored answers with any metric; asks nobody. */
@Command(name = "score", description = "Score stored answers; asks nobody.")
public final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      defaultValue = "data/locomo-demo.json",
      description = "The data set (default: ${DEFAULT-VALUE}).")
  private Path dataFile = Path.of("");

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      required = true,
      description =
          "A run folder, the original's output JSON, or JSON lines {\"question_id\","
              + " \"prediction\"}.")
  private Path predictions = Path.of("");

  @Option(
      names = "--prediction-key",
      paramLabel = "KEY",
      description = "Which prediction of an output JSON that holds several.")
  private @Nullable String predictionKey;

  @Option(
      names = "--metrics",
      paramLabel = "NAME",
      split = ",",
      description =
          "Metrics, comma-separated (default: token-f1,exact-match; evidence-recall where contexts"
              + " are stored).")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = "locomo",
      description = "Scoring rule: locomo or reference (default: ${DEFAULT-VALUE}).")
  private ScoringRule protocol = ScoringRule.LOCOMO;

  @Option(
      names = "--per-question",
      paramLabel = "FILE",
      description = "Write one JSON line a question and metric.")
  private @Nullable Path perQuestion;

  @Option(
      names = "--stats-file",
      paramLabel = "FILE",
      description =
          "With --protocol reference: write the original's statistics and print its report.")
  private @Nullable Path statsFile;

  @Option(
      names = "--model-key",
      paramLabel = "KEY",
      description =
          "The key in the statistics (default: the predictions file's name without its ending).")
  private @Nullable String modelKey;

  @Option(
      names = "--errata",
      paramLabel = "FILE",
      description = "Also score under the key that this overlay corrects (see data errata).")
  private @Nullable Path errata;

  @Option(names = "--json", description = "Print one JSON document instead of tables.")
  private boolean json;

  @ArgGroup(validate = false, heading = "%nBERTScore:%n")
  private BertScoreOptions bertScore = new BertScoreOptions();

  /** The metrics that need a model, loaded; null where none does. */
  private BertScoreOptions.@Nullable Scoring scoring;

  @Override
  public Integer call() {
    if (statsFile != null && protocol != ScoringRule.REFERENCE) {
      throw new UserError("--stats-file is for --protocol reference alone", "--protocol reference");
    }
    Dataset data = DatasetReader.read(Remote.file(spec, dataFile));
    var answers = new AnswerFiles(data).read(predictions, predictionKey);
    try (var opened = open(answers)) {
      scoring = opened;
      score(data, answers);
    }
    return ExitCode.OK;
  }

  private BertScoreOptions.@Nullable Scoring open(Map<Prediction.Key, StoredAnswer> answers) {
    protocol.metrics(metricIds(answers), BertScoreMetric.known());
    return bertScore.open(metricIds(answers), Surroundings.of(spec, false)).orElse(null);
  }

  private void score(Dataset data, Map<Prediction.Key, StoredAnswer> answers) {
    var sheet = sheet(data.questions().toList(), answers);
    if (perQuestion != null) {
      sheet.write(perQuestion);
    }
    var statistics = statsFile == null ? null : statistics(data, answers);
    if (statsFile != null && statistics != null) {
      statistics.writeInto(statsFile);
    }
    if (statistics != null && !json) {
      spec.commandLine().getOut().print(statistics.report());
    } else if (errata == null) {
      print(sheet.summaries(Grouping.LOCOMO), data);
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
    var out = spec.commandLine().getOut();
    var questions = data.questions().toList();
    var summaries = original.summaries(Grouping.LOCOMO);
    var corrected = sheet(key.apply(questions), answers).summaries(Grouping.LOCOMO);
    if (json) {
      var document = document(summaries, data);
      document.set("errata", ErrataJson.document(key, corrected, questions));
      out.println(document.toPrettyString());
    } else {
      new ErrataOutput(out, key, questions).print(summaries, corrected);
      printSignature();
    }
  }

  /** Of the output file, or of one that would hold these answers alone. */
  private ReferenceStatistics.Result statistics(
      Dataset data, Map<Prediction.Key, StoredAnswer> answers) {
    String name = String.valueOf(predictions.getFileName());
    String key = modelKey == null ? name.replaceFirst("\\.[^.]*$", "") : modelKey;
    var output = new OriginalOutput(dataFile, key, withContexts(answers));
    var questions = data.questions().toList();
    return output.statistics(
        AnswerFiles.isOriginal(predictions)
            ? output.add(ReferenceOutFile.open(predictions), questions, answers)
            : output.onlyAnswered(questions, answers));
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
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(document(summaries, data).toPrettyString());
      return;
    }
    for (Summary summary : summaries) {
      out.println(ResultTable.of(summary));
    }
    out.print(ResultTable.caution(summaries));
    out.println(
        "protocol "
            + protocol
            + "; "
            + data.file()
            + " (sha256 "
            + data.sha256().substring(0, 12)
            + "...)");
    printSignature();
  }

  private void printSignature() {
    if (scoring != null) {
      spec.commandLine()
          .getOut()
          .println(scoring.signature() + " (" + scoring.encoder().id() + ")");
    }
  }

  private ObjectNode document(List<Summary> summaries, Dataset data) {
    var document = ScoreJson.document(summaries, data.sha256(), protocol.label());
    if (scoring != null) {
      document
          .putObject("bertscore")
          .put("signature", scoring.signature())
          .put("encoder", scoring.encoder().id());
    }
    return document;
  }
}
