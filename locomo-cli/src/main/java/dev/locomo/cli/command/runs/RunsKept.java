package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.RunArchive;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunPruning;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code runs archive}, {@code unpack} and {@code prune}: what becomes of runs that are over. */
final class RunsKept {
  private static final Setting<Path> RUN = Setting.path("runs-archive.run", "DIR").needed();
  private static final Setting<Path> OUT = Setting.path("runs-archive.out", "FILE");
  private static final Setting<Boolean> DELETE = Setting.flag("runs-archive.delete");
  private static final Setting<Integer> DAYS =
      Setting.integer("runs-prune.older-than", "DAYS").atLeast(0).needed();
  private static final Setting<String> KIND = Setting.text("runs-prune.kind", "VERB");
  private static final Setting<Boolean> INCOMPLETE = Setting.flag("runs-prune.incomplete");
  private static final Setting<Boolean> YES = Setting.flag("runs-prune.yes");

  private RunsKept() {}

  static Verb archive() {
    return Verb.named("archive")
        .takes(RUN)
        .with(RUN, OUT, DELETE, RunOptions.JSON)
        .does(RunsKept::pack);
  }

  static Verb unpack() {
    return Verb.named("unpack")
        .argument("FILE", "The archive.")
        .ofPaths()
        .arguments(
            "DIR", "Folder to make, which must not be there (default: the run's name).", 0, 1)
        .ofPaths()
        .with(RunOptions.JSON)
        .does(RunsKept::open);
  }

  static Verb prune() {
    return Verb.named("prune")
        .argument("DIR", "The folder that the runs are in.")
        .ofPaths()
        .with(DAYS, KIND, INCOMPLETE, YES, RunOptions.JSON)
        .does(RunsKept::delete);
  }

  private static int pack(Invocation call) {
    Path run = call.get(RUN).toAbsolutePath().normalize();
    Path file = call.settings().or(OUT, Path.of(run.getFileName() + RunArchive.ENDING));
    int files = RunArchive.write(run, file);
    String deleted = call.is(DELETE) ? "; the folder is deleted" : "";
    if (call.is(DELETE)) {
      RunFolder.delete(run);
    }
    call.done(
        file + ": " + Printable.counted(files, "file") + deleted,
        Map.of("file", file.toString(), "files", files, "deleted", call.is(DELETE)));
    return ExitCode.OK;
  }

  private static int open(Invocation call) {
    Path file = Path.of(call.arguments().get(0));
    boolean named = call.arguments().size() > 1;
    Path to = Path.of(named ? call.arguments().get(1) : RunArchive.name(file));
    int files = RunArchive.unpack(file, to);
    call.done(
        to + ": " + Printable.counted(files, "file"),
        Map.of("folder", to.toString(), "files", files));
    return ExitCode.OK;
  }

  private static int delete(Invocation call) {
    var before = Instant.now().minus(Duration.ofDays(call.get(DAYS)));
    var pruning = new RunPruning(before, call.settings().orNull(KIND), call.is(INCOMPLETE));
    boolean yes = call.is(YES);
    var list = new Listing(call);
    int runs = 0;
    long bytes = 0;
    for (RunPruning.Found run : pruning.in(Path.of(call.arguments().get(0)))) {
      boolean goes = run.stays().isEmpty();
      if (goes && yes) {
        RunFolder.delete(run.folder());
      }
      runs += goes ? 1 : 0;
      bytes += goes ? run.bytes() : 0;
      String what = goes ? (yes ? "deleted " : "would delete ") : "keeps ";
      String why = goes ? run.verb() + ", " + run.status() + ", " + run.updated() : run.stays();
      var figures = new LinkedHashMap<String, Object>();
      figures.put("folder", run.folder().toString());
      figures.put("goes", goes);
      figures.put("why", why);
      figures.put("deleted", goes && yes);
      list.add(what + run.folder() + " (" + why + ")", figures);
    }
    list.end();
    String sum = Printable.counted(runs, "run") + ", " + bytes / (1 << 20) + " MiB";
    call.err().println(yes ? sum + " deleted" : sum + " would be deleted; --yes deletes them");
    return ExitCode.OK;
  }
}
