package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.CaptionOutput;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Progress;
import dev.locomo.cli.wiring.CaptionOptions;
import dev.locomo.cli.wiring.Interrupts;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.wiring.ShardOption;
import dev.locomo.cli.wiring.Version;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.cli.wiring.Watching;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.rag.caption.Captioning;
import dev.locomo.rag.vision.BlipCaptioner;
import dev.locomo.rag.vision.CaptionSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caption}: says what images show. */
@Command(
    name = "caption",
    sortOptions = false,
    description = {
      "Caption the images of a folder, or those that the turns of a data set share.",
      "The same command resumes."
    })
public final class CaptionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is captioned:%n", order = 1)
  private CaptionWork.Options work = new CaptionWork.Options();

  @Mixin private ShardOption shardOption = new ShardOption();

  @ArgGroup(validate = false, heading = "%nHow it is captioned:%n", order = 2)
  private CaptionOptions how = new CaptionOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 3)
  private Results results = new Results();

  @Mixin private StoreOption store = new StoreOption();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 9)
  private WatchOptions watch = new WatchOptions();

  /** Where results go. */
  static final class Results {
    @Option(
        names = "--out-file",
        paramLabel = "FILE",
        description = {
          "JSON lines; for a data set also its copy with captions, where FILE ends in .json.",
          "The data file itself, or one of an earlier call, is added to."
        })
    private @Nullable Path outFile;

    @Option(
        names = "--run",
        paramLabel = "DIR",
        description = "The run's folder (default: one in runs/ named by model and settings).")
    private @Nullable Path run;

    @Option(names = "--json", description = "Print one JSON document instead of a table.")
    private boolean json;
  }

  @Override
  public Integer call() throws InterruptedException {
    CaptionSettings settings = how.settings();
    var web = how.web();
    Shard shard = shardOption.shard(SettingSources.of(spec).environment());
    ShardOption.refuseOutFile(shard, results.outFile);
    CaptionWork images = CaptionWork.of(work, results.outFile, shard);
    if (results.outFile != null) {
      AtomicFile.requireWritable(results.outFile);
    }
    store.check();
    PrintWriter err = spec.commandLine().getErr();
    Path model = how.folder(SettingSources.of(spec).environment(), err::println);
    try (var watching = watch.open(spec);
        var captioner = BlipCaptioner.load(model, settings);
        var folder = folder(captioner.id(), settings, shard);
        var journal = Journal.open(folder.file("captions.jsonl"))) {
      var captioning = new Captioning(captioner, web, journal, how.batch);
      return store.keep(folder.path(), run(images, captioning, folder, watching));
    }
  }

  private RunFolder folder(String id, CaptionSettings settings, Shard shard) {
    var on =
        new TreeMap<>(
            Map.of(
                "model", id,
                "prompt", settings.prompt(),
                "max_tokens", Integer.toString(settings.longest()),
                "beams", Integer.toString(settings.beams()),
                "length_penalty", Double.toString(settings.lengthPenalty())));
    var typed = spec.commandLine().getParseResult().originalArgs();
    var runSpec = shard.spec(new RunSpec("caption", typed, on, new TreeMap<>()));
    String name = how.model.replaceFirst("/+$", "").replaceFirst(".*/", "");
    Path path = results.run == null ? runSpec.folder(name) : results.run;
    return RunFolder.open(path, runSpec);
  }

  private int run(CaptionWork images, Captioning captioning, RunFolder folder, Watching watching)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    ObjectNode content = JsonFiles.MAPPER.createObjectNode();
    Version.describe(content);
    content.put("images", images.source()).put("out_file", Objects.toString(images.out(), null));
    var interrupts =
        Interrupts.listen(
            Thread.currentThread(),
            () -> err.println("stopping after this batch (Ctrl-C again: at once)"));
    watching.describe(content);
    var manifest = Manifest.open(folder.file(RunFolder.MANIFEST), content, Instant.now());
    watching.begin(folder, content, how.model);
    Captioning.Result result;
    try (var progress =
        new Progress(err, images.pictures().size(), interrupts, watching.listener())) {
      result = captioning.run(images.pictures(), watch(progress));
    }
    watching.describe(content);
    manifest.write(Manifest.Status.of(result.all(), false), Instant.now());
    if (!result.all()) {
      err.println("interrupted; the same command goes on from here");
      return ExitCode.INTERRUPTED;
    }
    if (images.out() != null) {
      images.write(result, images.out());
    }
    var output = new CaptionOutput(images.out(), folder.path());
    ObjectNode document = output.document(images.pictures().size(), result);
    AtomicFile.writeText(folder.file("report.json"), document.toPrettyString() + "\n");
    output.print(spec.commandLine().getOut(), document, results.json);
    return output.problems(result, err);
  }

  private static Captioning.Watch watch(Progress progress) {
    return new Captioning.Watch() {
      @Override
      public void done(int images, int failed) {
        progress.done(images, failed);
      }

      @Override
      public boolean stopWanted() {
        return progress.stopWanted();
      }
    };
  }
}
