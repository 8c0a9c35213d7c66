package dev.locomo.cli.command.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.WorkOutput;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.options.ShardOption;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.eval.options.AnnotateOptions;
import dev.locomo.rag.annotate.AnnotateTask;
import dev.locomo.rag.annotate.Annotating;
import dev.locomo.rag.annotate.Annotation;
import dev.locomo.rag.annotate.Annotator;
import dev.locomo.rag.options.ModelOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code annotate observations|summaries}: derives them from conversations.
 *
 * @param <T> what one session gives
 */
public final class Annotate<T> implements TaskRunner.Report<ObjectNode> {
  private static final Setting<Path> OUT_FILE = Setting.path("annotate.out-file", "FILE");
  private static final Setting<Path> ORIGINAL = Setting.path("annotate.original-file", "FILE");
  private static final Setting<Path> RUN = Setting.path("annotate.run", "DIR");

  private final Invocation call;
  private final Annotation<T> annotation;
  private final SampleOptions samples;
  private final ModelOptions models;
  private final AnnotateOptions how;
  private @Nullable AnnotateTask<T> task;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("annotate")
        .verb("observations", Annotate::observations)
        .verb("summaries", Annotate::summaries);
  }

  private static Verb observations() {
    return below("observations")
        .does(call -> {
          var verb = new Annotate<>(call, Annotation.OBSERVATIONS);
          return verb.run(verb.how.observations(verb.models.spec(), call.environment()));
        });
  }

  private static Verb summaries() {
    return below("summaries")
        .does(call -> {
          var verb = new Annotate<>(call, Annotation.SUMMARIES);
          return verb.run(verb.how.summaries(verb.models.spec(), call.environment()));
        });
  }

  private static Verb below(String name) {
    return Verb.named(name)
        .takes(SampleOptions.DATA_FILE)
        .with(StoreOption.STORE, TaskRunner.RETRY_FAILED)
        .with(
            SampleOptions.SETTINGS.headed("Data"),
            ModelOptions.SETTINGS.headed("Model"),
            AnnotateOptions.SETTINGS.headed("Prompts"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            ShardOption.SETTINGS,
            SettingGroup.of(
                "Results", OUT_FILE, ORIGINAL, RUN, RunOptions.DRY_RUN, RunOptions.JSON),
            WatchOptions.SETTINGS.headed("Tracking"));
  }

  private Annotate(Invocation call, Annotation<T> annotation) {
    this.call = call;
    this.annotation = annotation;
    this.samples = new SampleOptions(call.settings());
    this.models = new ModelOptions(call.settings());
    this.how = new AnnotateOptions(call.settings());
    new PaceOptions(call.settings()).check();
    how.check(models.spec());
  }

  private int run(Annotator<T> annotator) throws InterruptedException {
    var pace = new PaceOptions(call.settings());
    ModelSpec model = models.spec();
    Shard shard = ShardOption.of(call.settings(), call.environment());
    Path out = outFile(shard);
    Dataset data = base(out);
    List<Sample> meant = samples.of(data);
    var ids = meant.stream().map(Sample::id).toList();
    var which = new Annotating.Which(data, ids, how.overwrite, shard);
    ModelSpec asked = model.asksNobody() ? null : model;
    var work = new Annotating<>(which, annotation, annotator, asked);
    RunSpec spec = shard.spec(spec(model, annotator, meant));
    task = new AnnotateTask<>(work, model, samples.file.toString(), out, spec, original());
    Path folder = call.settings().or(RUN, spec.folder(model.id()));
    var runner = new TaskRunner(call, pace, _ -> models.reach());
    if (call.is(RunOptions.DRY_RUN)) {
      return runner
          .dryRun(task, folder, call.is(RunOptions.JSON))
          .print(model, "sessions", work.pieces().size(), null);
    }
    if (out != null) {
      AtomicFile.requireWritable(out);
    }
    return runner.run(task, () -> folder, this);
  }

  private @Nullable Path original() {
    Path file = call.settings().orNull(ORIGINAL);
    if (file != null && !how.reference()) {
      throw new UserError("--original-file is the original's", "--protocol reference with it");
    }
    return file;
  }

  /** Null for a part: its annotations reach the file when all parts are merged. */
  private @Nullable Path outFile(Shard shard) {
    Path file = call.settings().orNull(OUT_FILE);
    ShardOption.refuseOutFile(shard, file);
    if (file == null && shard.isWhole()) {
      throw new UserError(
          "where is the annotated data set to go?",
          "--out-file FILE; the data file itself is possible");
    }
    return file;
  }

  /** What is added to: the output of an earlier call, where there is one. */
  private Dataset base(@Nullable Path out) {
    Dataset data = samples.read(Remote.file(call, samples.file));
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

  private RunSpec spec(ModelSpec model, Annotator<T> annotator, List<Sample> meant) {
    var on = new TreeMap<String, String>();
    on.put("conversations_sha256", Annotating.conversationsSha256(meant));
    on.put("sessions", how.overwrite ? "all" : "those without");
    on.put("model", model.id());
    on.put("asking", annotator.id() + " " + annotator.hash());
    if (!model.asksNobody()) {
      on.put("base_url", models.reach().address());
      models.requests.describe(on, List.of(model));
    }
    if (!model.asksNobody() && !how.reference()) {
      on.put("reply_tokens", Integer.toString(how.replyTokens));
      on.put("seed", Long.toString(how.seed));
    }
    return new RunSpec("annotate-" + annotation.label(), call.typed(), on, new TreeMap<>());
  }

  @Override
  public void print(Finished<ObjectNode> finished) {
    var output = output(finished);
    ObjectNode document = output.document(work(), finished.ending(), finished.result());
    AtomicFile.writeText(
        finished.folder().resolve("report.json"), document.toPrettyString() + "\n");
    output.print(call.out(), document, call.is(RunOptions.JSON));
  }

  private WorkOutput.Annotated output(Finished<ObjectNode> finished) {
    return new WorkOutput.Annotated(annotation.label(), task().out(), finished.folder());
  }

  private AnnotateTask<T> task() {
    if (task == null) {
      throw new IllegalStateException("nothing was run");
    }
    return task;
  }

  private Annotating<T> work() {
    return task().work();
  }

  @Override
  public int code(Finished<ObjectNode> finished) {
    return output(finished).failures(work().failures(), call.err());
  }
}
