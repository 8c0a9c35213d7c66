package dev.locomo.cli.command.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RecordedSettings;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.merge.MergedRun;
import dev.locomo.eval.merge.Records;
import dev.locomo.eval.merge.Shards;
import dev.locomo.eval.report.text.ReportText;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code merge}: joins the parts of a run that was split with {@code --shard}. */
public final class Merge {
  private static final Setting<Path> OUT = Setting.path("merge.out", "DIR").needed();
  private static final Setting<Path> DATA_FILE = Setting.path("merge.data-file", "FILE");
  private static final Setting<Path> OUT_FILE = Setting.path("merge.out-file", "FILE");

  /** Settings of a part that have no business in the whole run. */
  private static final List<String> PARTS_OWN =
      List.of(
          "shard",
          "out-file",
          "cache",
          "store",
          "metrics-port",
          "metrics-host",
          "metrics-push",
          "requests-per-minute",
          "tokens-per-minute",
          "json",
          "retry-failed",
          "dry-run");

  private final Invocation call;
  private final List<Path> folders;
  private final Path out;
  private final @Nullable Path dataFile;
  private final @Nullable Path outFile;
  private final boolean json;
  private final StoreOption store;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("merge")
        .arguments("SHARD_DIR", "The folder of every shard, in any order.", 1, Integer.MAX_VALUE)
        .ofPaths()
        .with(StoreOption.STORE, OUT, DATA_FILE, OUT_FILE, RunOptions.JSON)
        .does(call -> new Merge(call).run());
  }

  private Merge(Invocation call) {
    this.call = call;
    store = new StoreOption(call);
    out = call.settings().get(OUT);
    dataFile = call.settings().orNull(DATA_FILE);
    outFile = call.settings().orNull(OUT_FILE);
    json = call.settings().is(RunOptions.JSON);
    folders = call.arguments().stream().map(Path::of).toList();
  }

  private int run() throws InterruptedException {
    var shards = Shards.read(folders);
    return shards.task().equals("eval-qa") ? joined(shards) : repeated(shards);
  }

  private int joined(Shards shards) {
    if (outFile != null) {
      throw new UserError(
          "--out-file is for shards of annotate and caption",
          "the command of the shards without --shard, with --run " + out + " and --out-file");
    }
    var merged = MergedRun.of(shards, dataFile);
    store.check();
    try (var folder = RunFolder.open(out, shards.whole())) {
      merged.write(folder);
      print(merged, folder);
      return store.keep(out, ExitCode.OK);
    }
  }

  /**
   * Does the run as a whole from what its parts have on record, in a folder that holds all their
   * replies, with nobody to ask.
   */
  private int repeated(Shards shards) throws InterruptedException {
    var recorded = RecordedSettings.read(shards.folders().getFirst().path()).without(PARTS_OWN);
    // Of these it says which pieces are meant, of the others what becomes of the folder.
    if (!shards.task().matches("annotate.*|caption")) {
      recorded = recorded.without(List.of("overwrite"));
    }
    recorded =
        recorded
            .with(shards.folderOption().substring(2), out.toString())
            .with("offline", "true")
            .with("no-cache", "true");
    if (dataFile != null) {
      recorded = recorded.with(DATA_FILE.name(), dataFile.toString());
    }
    if (outFile != null) {
      recorded = recorded.with(OUT_FILE.name(), outFile.toString());
    }
    if (json) {
      recorded = recorded.with(RunOptions.JSON.name(), "true");
    }
    try (var folder = RunFolder.open(out, shards.whole())) {
      Records.join(shards, folder);
    }
    int code = again(recorded, shards.whole().command());
    if (code == ExitCode.OK || code == ExitCode.DID_NOT_HOLD) {
      Path file = out.resolve(RunFolder.MANIFEST);
      var manifest = (ObjectNode) JsonFiles.read(file, JsonFiles.MAPPER::readTree);
      shards.describe(manifest);
      AtomicFile.writeText(file, manifest.toPrettyString() + "\n");
    }
    return code;
  }

  private int again(RecordedSettings recorded, List<String> typed) throws InterruptedException {
    Verb declared = call.program().verbs().all().get(recorded.verb());
    Verb.Action action = declared == null ? null : declared.action();
    if (declared == null || action == null) {
      throw new UserError("there is no verb '" + recorded.verb() + "' any more", "");
    }
    var settings = recorded.of(declared.allSettings());
    return action.run(new Invocation(recorded.verb(), settings, List.of(), typed, call.program()));
  }

  private void print(MergedRun merged, RunFolder folder) {
    var to = call.out();
    if (json) {
      to.println(merged.document(folder).toPrettyString());
      return;
    }
    ReportText.questions(to, merged.results(), merged.data(), merged.title());
    to.println("Run " + folder.path() + ", merged from " + folders.size() + " shards");
  }
}
