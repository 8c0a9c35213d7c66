package dev.locomo.cli.command.score;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.Home;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.run.TemporaryFiles;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.report.text.ReproductionText;
import dev.locomo.eval.reproduce.Catalogue;
import dev.locomo.eval.reproduce.Inputs;
import dev.locomo.eval.reproduce.Outcome;
import dev.locomo.eval.reproduce.Reproducing;
import dev.locomo.eval.reproduce.Reproduction;
import dev.locomo.eval.reproduce.Tier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code reproduce}: named results, run again and held against what they should be. */
public final class Reproduce {
  private static final Setting<Boolean> LIST = Setting.flag("reproduce.list");
  private static final Setting<Boolean> SHOW = Setting.flag("reproduce.show");
  private static final Setting<Boolean> DRY_RUN = Setting.flag("reproduce.dry-run");
  private static final Setting<Boolean> ALL = Setting.flag("reproduce.all");
  private static final Setting<Boolean> LIVE = Setting.flag("reproduce.live");
  private static final Setting<List<Path>> FILE = Setting.paths("reproduce.file", "FILE.yaml");
  private static final Setting<List<Path>> INPUTS = Setting.paths("reproduce.inputs", "DIR");

  private final Invocation call;
  private final List<String> names;
  private final boolean list;
  private final boolean all;
  private final boolean live;
  private final List<Path> files;
  private final List<Path> folders;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("reproduce")
        .arguments("NAME", "What to reproduce.", 0, Integer.MAX_VALUE)
        .with(LIST, SHOW, DRY_RUN, ALL, LIVE, FILE, INPUTS, RunOptions.JSON)
        .does(call -> new Reproduce(call).run());
  }

  private Reproduce(Invocation call) {
    this.call = call;
    list = call.settings().is(LIST);
    all = call.settings().is(ALL);
    live = call.settings().is(LIVE);
    files = call.settings().all(FILE);
    folders = call.settings().all(INPUTS);
    names = call.arguments();
  }

  /** The program's own data are found wherever it was started. */
  private static List<Path> places() {
    Path demo = Home.found(Path.of(SampleOptions.DEMO)).toAbsolutePath();
    return List.of(Path.of("data"), Path.of(""), demo.resolve("..").normalize());
  }

  private int run() {
    var catalogue = new Catalogue(files);
    var reproducing =
        new Reproducing(
            new Inputs(folders.isEmpty() ? places() : folders),
            call.environment().keySet(),
            live,
            this::run);
    var text = new ReproductionText(call.out(), reproducing, call.is(RunOptions.JSON));
    if (list) {
      text.list(catalogue.all());
      return ExitCode.OK;
    }
    if (names.isEmpty() && !all) {
      throw new UserError("nothing to reproduce", "a NAME of reproduce --list, or --all");
    }
    var wanted = all ? catalogue.all() : names.stream().map(catalogue::get).toList();
    if (call.is(SHOW)) {
      text.show(wanted);
      return ExitCode.OK;
    }
    if (call.is(DRY_RUN)) {
      return text.dryRun(wanted) ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
    }
    return reproduce(wanted, reproducing, text);
  }

  private int reproduce(List<Reproduction> wanted, Reproducing reproducing, ReproductionText text) {
    boolean bad = false;
    var outcomes = new ArrayList<Outcome>();
    for (Reproduction reproduction : wanted) {
      String obstacle = all ? reproducing.obstacle(reproduction) : "";
      Outcome outcome =
          obstacle.isEmpty()
              ? inFolder(reproduction, reproducing)
              : new Outcome(reproduction.name(), Outcome.Status.SKIPPED, obstacle, List.of());
      outcomes.add(outcome);
      text.outcome(outcome);
      bad |= outcome.bad() || (!all && outcome.status() == Outcome.Status.SKIPPED);
    }
    text.end(outcomes);
    return bad ? ExitCode.DID_NOT_HOLD : ExitCode.OK;
  }

  /** What was paid for is kept, and resumed by the next try; the rest is made again. */
  private static Outcome inFolder(Reproduction reproduction, Reproducing reproducing) {
    if (reproduction.tier() == Tier.LIVE) {
      return reproducing.run(reproduction, Path.of("runs", "reproduce", reproduction.name()));
    }
    Path folder = TemporaryFiles.folder();
    try {
      return reproducing.run(reproduction, folder);
    } finally {
      TemporaryFiles.delete(folder);
    }
  }

  /**
   * Runs a command as the program would, but for settings of the environment and of files: those
   * are the user's, and a reproduction is run as it is written. One that asks no model gets no
   * environment and no keys.
   */
  private Reproducing.Result run(List<String> args, @Nullable Path home) {
    var out = new StringWriter();
    var err = call.err();
    var failures = new Failures(err, false);
    var program = call.program();
    int code =
        program
            .verbs()
            .of(args, false)
            .setOut(new PrintWriter(out))
            .setErr(err)
            .setDefaultValueProvider(program.sources().withoutAny(home))
            .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e))
            .execute(args.toArray(String[]::new));
    return new Reproducing.Result(code, out.toString());
  }
}
