package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.output.ReproductionText;
import dev.locomo.cli.wiring.CommandLines;
import dev.locomo.cli.wiring.Repetitions;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.reproduce.Catalogue;
import dev.locomo.eval.reproduce.Inputs;
import dev.locomo.eval.reproduce.Outcome;
import dev.locomo.eval.reproduce.Reproducing;
import dev.locomo.eval.reproduce.Reproduction;
import dev.locomo.eval.reproduce.Tier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: named results, run again and held against what they should be. */
@Command(
    name = "reproduce",
    description = "Run a named result again; any drift, up or down, exits with 1.")
public final class ReproduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "What to reproduce.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "Name every reproduction.")
  private boolean list;

  @Option(names = "--show", paramLabel = "NAME", description = "Show inputs, command and figures.")
  private @Nullable String show;

  @Option(
      names = "--dry-run",
      paramLabel = "NAME",
      description = "Check the inputs and print the command; run nothing.")
  private @Nullable String dryRun;

  @Option(
      names = "--all",
      description = "Everything that can be run here; what cannot is named and skipped.")
  private boolean all;

  @Option(
      names = "--live",
      description = "Also ask providers: this costs money, and models have changed.")
  private boolean live;

  @Option(
      names = "--file",
      paramLabel = "FILE.yaml",
      description = "Further reproductions, in the form of docs/reproducibility.md.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--inputs",
      paramLabel = "DIR",
      description =
          "Where input files lie; repeatable (default: data, then the working directory).")
  private List<Path> folders = new ArrayList<>();

  @Override
  public Integer call() {
    var catalogue = new Catalogue(files);
    var reproducing =
        new Reproducing(
            new Inputs(folders.isEmpty() ? List.of(Path.of("data"), Path.of("")) : folders),
            SettingSources.of(spec).environment().keySet(),
            live,
            this::run);
    var text = new ReproductionText(spec.commandLine().getOut(), reproducing);
    if (list) {
      text.list(catalogue.all());
      return ExitCode.OK;
    }
    if (show != null) {
      text.show(catalogue.get(show));
      return ExitCode.OK;
    }
    if (dryRun != null) {
      return text.dryRun(catalogue.get(dryRun)) ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
    }
    if (names.isEmpty() && !all) {
      throw new UserError("nothing to reproduce", "a NAME of reproduce --list, or --all");
    }
    return reproduce(wanted(catalogue), reproducing, text);
  }

  private List<Reproduction> wanted(Catalogue catalogue) {
    return all ? catalogue.all() : names.stream().map(catalogue::get).toList();
  }

  private int reproduce(List<Reproduction> wanted, Reproducing reproducing, ReproductionText text) {
    boolean bad = false;
    for (Reproduction reproduction : wanted) {
      String obstacle = all ? reproducing.obstacle(reproduction) : "";
      Outcome outcome =
          obstacle.isEmpty()
              ? inFolder(reproduction, reproducing)
              : new Outcome(reproduction.name(), Outcome.Status.SKIPPED, obstacle, List.of());
      text.outcome(outcome);
      bad |= outcome.bad() || !all && outcome.status() == Outcome.Status.SKIPPED;
    }
    return bad ? ExitCode.DID_NOT_HOLD : ExitCode.OK;
  }

  /** What was paid for is kept, and resumed by the next try; the rest is made in no time. */
  private static Outcome inFolder(Reproduction reproduction, Reproducing reproducing) {
    if (reproduction.tier() == Tier.LIVE) {
      return reproducing.run(reproduction, Path.of("runs", "reproduce", reproduction.name()));
    }
    Path folder;
    try {
      folder = Files.createTempDirectory("locomo-reproduce-");
    } catch (IOException e) {
      throw new UserError(
          "no folder for temporary files (" + e.getMessage() + ")", "room in java.io.tmpdir");
    }
    try {
      return reproducing.run(reproduction, folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // What is left is the operating system's to clear; the figures are known.
    }
  }

  /**
   * Runs a command as the program would, but for settings of the environment and of files: those
   * are the user's, and a reproduction is run as it is written.
   */
  private Reproducing.Result run(List<String> args) {
    var out = new StringWriter();
    var err = spec.commandLine().getErr();
    var failures = new Failures(err, false);
    int code =
        ((CommandLines) spec.root().userObject())
            .commandLine(args)
            .setOut(new PrintWriter(out))
            .setErr(err)
            .setDefaultValueProvider(SettingSources.of(spec).withoutAny())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(new Repetitions())
            .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e))
            .execute(args.toArray(String[]::new));
    return new Reproducing.Result(code, out.toString());
  }
}
