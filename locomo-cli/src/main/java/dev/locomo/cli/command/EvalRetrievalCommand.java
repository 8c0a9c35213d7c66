package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.ResultTable;
import dev.locomo.cli.wiring.DataOptions;
import dev.locomo.cli.wiring.RankingOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.wiring.RetrieverOptions;
import dev.locomo.cli.wiring.Surroundings;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.retrieval.RankingMetric;
import dev.locomo.eval.retrieval.RetrievalEvaluation;
import dev.locomo.eval.retrieval.TrecFiles;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eval-retrieval}: scores a retriever against the gold evidence; asks nobody. */
@Command(
    name = "eval-retrieval",
    sortOptions = false,
    description = "Score a retriever against the gold evidence; no language model takes part.")
public final class EvalRetrievalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is looked up:%n", order = 1)
  private DataOptions dataOptions = new DataOptions();

  @ArgGroup(validate = false, heading = "%nWho looks it up:%n", order = 2)
  private RankingOptions retrieverOptions = new RankingOptions();

  @Option(names = "--offline", description = RetrieverOptions.OFFLINE)
  private boolean offline;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      split = ",",
      defaultValue = "5,10,25,50",
      description = "How many passages are looked at, comma-separated (default: ${DEFAULT-VALUE}).")
  private List<Integer> topK = new ArrayList<>();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = "locomo",
      description = {
        "How questions without evidence count: not scored (locomo) or 1 (reference);",
        "reference also takes malformed evidence literally (default: ${DEFAULT-VALUE})."
      })
  private ScoringRule protocol = ScoringRule.LOCOMO;

  @Option(names = "--json", description = "Print one JSON document instead of tables.")
  private boolean json;

  @Option(
      names = "--per-question",
      paramLabel = "FILE",
      description = "Write one JSON line a question and metric.")
  private @Nullable Path perQuestion;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Keep it as a run in this folder (default with --store: one in runs/).")
  private @Nullable Path run;

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--trec-run",
      paramLabel = "FILE",
      description = "Write the rankings for trec_eval.")
  private @Nullable Path trecRun;

  @Option(
      names = "--trec-qrels",
      paramLabel = "FILE",
      description = "Write the judgements for trec_eval.")
  private @Nullable Path trecQrels;

  @Override
  public Integer call() {
    retrieverOptions.check();
    var metrics = RankingMetric.at(topK, protocol);
    var data = DatasetReader.read(Remote.file(spec, dataOptions.file));
    store.check();
    var database = retrieverOptions.database();
    try (var method = retrieverOptions.method(Surroundings.of(spec, offline))) {
      var evaluation =
          RetrievalEvaluation.run(data, dataOptions.selection(), database, method, this::announce);
      var summaries = evaluation.summaries(metrics);
      ObjectNode document = document(data, method.id(), summaries);
      print(data, method.id(), summaries, document);
      write(evaluation, metrics);
      return keep(data, method.id(), document, RetrievalRecord.lines(evaluation, metrics));
    }
  }

  private ObjectNode document(Dataset data, String method, List<Summary> summaries) {
    var document = ScoreJson.document(summaries, data.sha256(), protocol.label());
    return document.put("retriever", method).put("database", retrieverOptions.database().label());
  }

  private int keep(Dataset data, String method, ObjectNode document, String lines) {
    if (run == null && !store.wanted()) {
      return ExitCode.OK;
    }
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    on.put("questions", dataOptions.selection().toString());
    on.put("retriever", method);
    on.put("rag_mode", retrieverOptions.database().label());
    on.put("top_k", topK.stream().map(String::valueOf).collect(Collectors.joining(",")));
    on.put("protocol", protocol.label());
    var typed = spec.commandLine().getParseResult().originalArgs();
    var settings = new RunSpec("eval-retrieval", typed, on, new TreeMap<>());
    Path folder = run == null ? settings.folder(retrieverOptions.label()) : run;
    new RetrievalRecord(data, settings).write(folder, document, lines);
    return store.keep(folder, ExitCode.OK);
  }

  private void announce(String sample) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("searching " + sample);
    err.flush();
  }

  private void print(Dataset data, String method, List<Summary> summaries, ObjectNode document) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(document.toPrettyString());
      return;
    }
    summaries.stream()
        .filter(s -> s.metric().startsWith(RankingMetric.RECALL))
        .forEach(s -> out.println(ResultTable.of(s)));
    out.println(
        ResultTable.totals(
            summaries.stream().filter(s -> !s.metric().startsWith(RankingMetric.RECALL)).toList()));
    out.println("Retriever " + method);
    out.println(
        "protocol %s; database %s; %s (sha256 %s...)"
            .formatted(
                protocol,
                retrieverOptions.database().label(),
                data.file(),
                data.sha256().substring(0, 12)));
  }

  private void write(RetrievalEvaluation evaluation, List<RankingMetric> metrics) {
    if (trecRun != null) {
      String tag = retrieverOptions.label().replaceAll("\\s", "-");
      TrecFiles.writeRun(trecRun, evaluation, tag);
    }
    if (trecQrels != null) {
      TrecFiles.writeJudgements(trecQrels, evaluation);
    }
    if (perQuestion != null) {
      AtomicFile.writeText(perQuestion, RetrievalRecord.lines(evaluation, metrics));
    }
  }
}
