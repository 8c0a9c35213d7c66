package dev.locomo.cli.command.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.CommandHost;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.pipeline.RunEngine;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.options.DataOptions;
import dev.locomo.eval.options.MemorySetup;
import dev.locomo.eval.report.text.ResultTable;
import dev.locomo.eval.retrieval.MemoryLookup;
import dev.locomo.eval.retrieval.RankingMetric;
import dev.locomo.eval.retrieval.RetrievalEvaluation;
import dev.locomo.eval.retrieval.RetrievalEvaluation.Search;
import dev.locomo.eval.retrieval.RetrievalEvaluation.Selected;
import dev.locomo.eval.retrieval.RetrievalTask;
import dev.locomo.eval.retrieval.TrecFiles;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.Summary;
import dev.locomo.rag.options.ComputeOptions;
import dev.locomo.rag.options.MemoryOptions;
import dev.locomo.rag.options.RankingOptions;
import dev.locomo.rag.options.RetrieverOptions;
import dev.locomo.rag.passage.Corpus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code eval-retrieval}: scores a retriever against the gold evidence; asks nobody. */
public final class EvalRetrieval {
  private static final Setting<Boolean> OFFLINE =
      Setting.flag("eval-retrieval.offline").help(RetrieverOptions.OFFLINE).changesSpeed();
  private static final Setting<List<Integer>> TOP_K =
      Setting.integers("eval-retrieval.top-k", "N").split().byDefault("5,10,25,50").changesResult();
  private static final Setting<ScoringRule> PROTOCOL =
      Setting.choice("eval-retrieval.protocol", "NAME", ScoringRule.class)
          .byDefault("locomo")
          .changesResult();
  private static final Setting<Path> PER_QUESTION =
      Setting.path("eval-retrieval.per-question", "FILE");
  private static final Setting<Path> RUN = Setting.path("eval-retrieval.run", "DIR");
  private static final Setting<Path> TREC_RUN = Setting.path("eval-retrieval.trec-run", "FILE");
  private static final Setting<Path> TREC_QRELS = Setting.path("eval-retrieval.trec-qrels", "FILE");

  private final Invocation call;
  private final DataOptions dataOptions;
  private final RankingOptions retrieverOptions;
  private final MemoryOptions memory;
  private final boolean offline;
  private final List<Integer> topK;
  private final ScoringRule protocol;
  private final boolean json;
  private final @Nullable Path perQuestion;
  private final @Nullable Path run;
  private final StoreOption store;
  private final @Nullable Path trecRun;
  private final @Nullable Path trecQrels;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("eval-retrieval")
        .takes(SampleOptions.DATA_FILE)
        .with(
            StoreOption.STORE,
            OFFLINE,
            ComputeOptions.DEVICE,
            TOP_K,
            PROTOCOL,
            RunOptions.JSON,
            PER_QUESTION,
            RUN,
            TREC_RUN,
            TREC_QRELS)
        .with(
            DataOptions.SETTINGS.headed("Data and questions"),
            RankingOptions.SETTINGS.headed("Retriever"),
            MemoryOptions.LOOKUP.headed("Memory system"))
        .does(call -> new EvalRetrieval(call).run());
  }

  private EvalRetrieval(Invocation call) {
    this.call = call;
    dataOptions = new DataOptions(call.settings());
    retrieverOptions = new RankingOptions(call.settings());
    memory = new MemoryOptions(call.settings());
    store = new StoreOption(call);
    offline = call.settings().is(OFFLINE);
    topK = call.settings().get(TOP_K);
    protocol = call.settings().get(PROTOCOL);
    json = call.settings().is(RunOptions.JSON);
    perQuestion = call.settings().orNull(PER_QUESTION);
    run = call.settings().orNull(RUN);
    trecRun = call.settings().orNull(TREC_RUN);
    trecQrels = call.settings().orNull(TREC_QRELS);
  }

  private int run() throws InterruptedException {
    retrieverOptions.check();
    var metrics = RankingMetric.at(topK, protocol);
    var data = dataOptions.read(Remote.file(call, dataOptions.file));
    store.check();
    var database = retrieverOptions.database();
    if (memory.memory != null) {
      return lookUp(data, metrics);
    }
    var evaluation = new RetrievalEvaluation(metrics);
    try (var method = retrieverOptions.method(Remote.models(call, offline));
        var trec = trec()) {
      RetrievalEvaluation.run(
          selected(data),
          sample -> {
            announce(sample.id());
            return Corpus.of(data, sample, database);
          },
          new Search(method, trecRun == null ? Collections.max(topK) : RetrievalEvaluation.DEPTH),
          evaluation.andThen(trec));
      return finish(data, method.id(), evaluation, trec);
    }
  }

  /** A memory system instead of a retriever. */
  private int lookUp(Dataset data, List<RankingMetric> metrics) throws InterruptedException {
    int k = Collections.max(topK);
    try (var system =
            MemorySetup.of(
                memory, new MemorySetup.Reader(k, _ -> 0, null), Remote.models(call, offline));
        var trec = trec()) {
      String name = system.start();
      var scores = new RetrievalEvaluation(metrics);
      var found = MemoryLookup.run(selected(data), system, this::announce, scores.andThen(trec));
      int kept = finish(data, name, scores, trec);
      int code = Failures.ended(found.ending(), found.reasons(), call.err());
      return code == ExitCode.OK ? kept : code;
    }
  }

  private List<Selected> selected(Dataset data) {
    return Selected.of(data, dataOptions.selection(data.profile()));
  }

  private TrecFiles trec() {
    return new TrecFiles(trecRun, trecQrels, retrieverOptions.label().replaceAll("\\s", "-"));
  }

  private int finish(Dataset data, String method, RetrievalEvaluation evaluation, TrecFiles trec)
      throws InterruptedException {
    ScoreSheet sheet = evaluation.sheet();
    var summaries = sheet.summaries();
    ObjectNode document = document(data, method, summaries);
    print(data, method, summaries, document);
    trec.done();
    if (perQuestion != null) {
      sheet.write(perQuestion);
    }
    return keep(data, method, document, sheet);
  }

  private ObjectNode document(Dataset data, String method, List<Summary> summaries) {
    var document = ScoreJson.document(summaries, data.sha256(), protocol.label());
    return document.put("retriever", method).put("database", retrieverOptions.database().label());
  }

  private int keep(Dataset data, String method, ObjectNode document, ScoreSheet scores)
      throws InterruptedException {
    if (run == null && !store.wanted()) {
      return ExitCode.OK;
    }
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    if (!data.profiled().isEmpty()) {
      on.put("profile", data.profiled());
    }
    on.put("questions", dataOptions.selection(data.profile()).toString());
    on.put("retriever", method);
    on.put("rag_mode", retrieverOptions.database().label());
    on.put("top_k", topK.stream().map(String::valueOf).collect(Collectors.joining(",")));
    on.put("protocol", protocol.label());
    var spec = new RunSpec("eval-retrieval", call.typed(), on, new TreeMap<>());
    Path folder = run == null ? spec.folder(retrieverOptions.label()) : run;
    var task = new RetrievalTask(spec, data.file(), document, scores);
    try (var host = CommandHost.unwatched(call)) {
      new RunEngine(host).run(task, () -> folder);
    }
    return store.keep(folder, ExitCode.OK);
  }

  private void announce(String sample) {
    PrintWriter err = call.err();
    err.println("searching " + sample);
    err.flush();
  }

  private void print(Dataset data, String method, List<Summary> summaries, ObjectNode document) {
    PrintWriter out = call.out();
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
    Wrapping.say(out, "Retriever " + method);
    out.println(
        "protocol %s; database %s; %s (sha256 %s...)"
            .formatted(
                protocol,
                retrieverOptions.database().label(),
                data.file(),
                data.sha256().substring(0, 12)));
  }
}
