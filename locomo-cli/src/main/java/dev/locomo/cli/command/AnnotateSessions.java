package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.AnnotateOutput;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.wiring.AnnotateOptions;
import dev.locomo.cli.wiring.ModelOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.wiring.SampleOptions;
import dev.locomo.cli.wiring.ShardOption;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.rag.annotate.Annotating;
import dev.locomo.rag.annotate.Annotation;
import dev.locomo.rag.annotate.Annotator;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What {@code annotate observations} and {@code annotate summaries} share.
 *
 * @param <T> what one session gives
 */
abstract class AnnotateSessions<T> implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is annotated:%n", order = 1)
  private SampleOptions samples = new SampleOptions();

  @Mixin private ShardOption shardOption = new ShardOption();

  @ArgGroup(validate = false, heading = "%nWho is asked:%n", order = 2)
  private ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nHow it is asked:%n", order = 3)
  private AnnotateOptions how = new AnnotateOptions();

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 4)
  private PaceOptions pace = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 5)
  private Results results = new Results();

  @Mixin private StoreOption store = new StoreOption();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 6)
  private WatchOptions watch = new WatchOptions();

  /** Where results go. */
  static final class Results {
    @Option(
        names = "--out-file",
        paramLabel = "FILE",
        description =
            "The annotated data set; the data file itself, or one of an earlier call, is added to,"
                + " and everything else in it stays.")
    private @Nullable Path outFile;

    @Option(
        names = "--run",
        paramLabel = "DIR",
        description = "The run's folder (default: one in runs/ named by model and settings).")
    private @Nullable Path run;

    @Option(names = "--dry-run", description = "Print calls, tokens and cost; send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;
  }

  abstract Annotation<T> annotation();

  abstract Annotator<T> annotator(
      AnnotateOptions how, ModelSpec model, Map<String, String> environment);

  @Override
  public Integer call() throws InterruptedException {
    pace.check();
    ModelSpec model = modelOptions.spec();
    how.check(model);
    var annotator = annotator(how, model, SettingSources.of(spec).environment());
    Shard shard = shardOption.shard(SettingSources.of(spec).environment());
    Path out = outFile(shard);
    Dataset data = base(out);
    List<Sample> meant = samples.of(data);
    var which = new Annotating.Which(meant.stream().map(Sample::id).toList(), how.overwrite, shard);
    var work = new Annotating<>(data, annotation(), annotator, which);
    if (results.dryRun) {
      return new DryRun(models(), spec.commandLine().getOut(), results.json)
          .print(model, "sessions", work.pieces().size(), work.asks());
    }
    if (out != null) {
      AtomicFile.requireWritable(out);
    }
    try (var watching = watch.open(spec)) {
      RunSpec runSpec = shard.spec(runSpec(model, annotator, meant));
      return run(work, runSpec, out, models().watchedBy(watching));
    }
  }

  /** Null for a part: its annotations reach the file when all parts are merged. */
  private @Nullable Path outFile(Shard shard) {
    ShardOption.refuseOutFile(shard, results.outFile);
    if (results.outFile == null && shard.isWhole()) {
      throw new UserError(
          "where is the annotated data set to go?",
          "--out-file FILE; the data file itself is possible");
    }
    return results.outFile;
  }

  /** What is added to: the output of an earlier call, where there is one. */
  private Dataset base(@Nullable Path out) {
    Dataset data = DatasetReader.read(Remote.file(spec, samples.file));
    if (out == null || !Files.exists(out)) {
      return data;
    }
    Dataset there = DatasetReader.read(out);
    String hash = Annotating.conversationsSha256(there.samples());
    if (!hash.equals(Annotating.conversationsSha256(data.samples()))) {
      throw new UserError(
          out + " holds other conversations than " + samples.file, "another --out-file");
    }
    return there;
  }

  private Models models() {
    return new Models(SettingSources.of(spec).environment(), modelOptions, pace);
  }

  private RunSpec runSpec(ModelSpec model, Annotator<T> annotator, List<Sample> meant) {
    var on = new TreeMap<String, String>();
    on.put("conversations_sha256", Annotating.conversationsSha256(meant));
    on.put("sessions", how.overwrite ? "all" : "those without");
    on.put("model", model.id());
    on.put("asking", annotator.id() + " " + annotator.hash());
    if (!model.asksNobody()) {
      String url = modelOptions.baseUrl;
      on.put("base_url", url == null ? "the provider's own" : url);
    }
    if (!model.asksNobody() && !how.reference()) {
      on.put("reply_tokens", Integer.toString(how.replyTokens));
      on.put("seed", Long.toString(how.seed));
    }
    var typed = spec.commandLine().getParseResult().originalArgs();
    return new RunSpec("annotate-" + annotation().label(), typed, on, new TreeMap<>());
  }

  private int run(Annotating<T> work, RunSpec runSpec, @Nullable Path out, Models models)
      throws InterruptedException {
    ModelSpec model = modelOptions.spec();
    PrintWriter err = spec.commandLine().getErr();
    Path path = results.run == null ? runSpec.folder(model.id()) : results.run;
    var pipeline = new PipelineRun(model, models, err);
    store.check();
    try (var folder = RunFolder.open(path, runSpec)) {
      ObjectNode content = JsonFiles.MAPPER.createObjectNode();
      content
          .put("data_file", samples.file.toString())
          .put("out_file", Objects.toString(out, null));
      content.put("asking", runSpec.onResult().get("asking"));
      Ending ending =
          pipeline.run(
              folder,
              content,
              work.pieces().size(),
              (steps, progress) ->
                  work.run(
                      steps,
                      new Workers(models.concurrency(model), progress),
                      outcome ->
                          progress.done(1, outcome instanceof Annotating.Outcome.Failed ? 1 : 0)));
      if (out != null) {
        write(work, out);
      }
      var output = new AnnotateOutput(annotation().label(), out, folder.path());
      ObjectNode document = output.document(work, ending, content);
      AtomicFile.writeText(folder.file("report.json"), document.toPrettyString() + "\n");
      output.print(spec.commandLine().getOut(), document, results.json);
      int code = Failures.ended(ending, err);
      return store.keep(path, code == ExitCode.OK ? output.failures(work.failures(), err) : code);
    }
  }

  private void write(Annotating<T> work, Path out) {
    Dataset result = work.result();
    Path source = Path.of(result.file());
    AtomicFile.write(out, stream -> DatasetWriter.update(source, result, stream));
  }
}
