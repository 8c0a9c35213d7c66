package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.wiring.CommandLines;
import dev.locomo.cli.wiring.Repetitions;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.merge.Records;
import dev.locomo.eval.merge.Shards;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A run done again as a whole from what its parts have on record: their own command, in a folder
 * that holds all their replies, with nobody to ask.
 *
 * @param shards the parts
 * @param merge the verb that wants it
 */
record RepeatedRun(Shards shards, CommandSpec merge) {
  /** Options that have no business in the whole run, and take a value. */
  private static final Set<String> VALUED =
      Set.of(
          "--shard",
          "--out-file",
          "--cache",
          "--store",
          "--metrics-port",
          "--metrics-host",
          "--requests-per-minute",
          "--tokens-per-minute");

  private static final Set<String> FLAGS = Set.of("--json", "--no-cache", "--offline", "--dry-run");

  /**
   * Does it.
   *
   * @param out the folder of the whole run
   * @param more options that {@code merge} was given for it
   * @return the exit code of the verb
   */
  int run(Path out, List<String> more) {
    try (var folder = RunFolder.open(out, shards.whole())) {
      Records.join(shards, folder);
    }
    int code = execute(arguments(out, more));
    if (code == ExitCode.OK || code == ExitCode.DID_NOT_HOLD) {
      Path file = out.resolve(RunFolder.MANIFEST);
      var manifest = (ObjectNode) JsonFiles.read(file, JsonFiles.MAPPER::readTree);
      shards.describe(manifest);
      AtomicFile.writeText(file, manifest.toPrettyString() + "\n");
    }
    return code;
  }

  private List<String> arguments(Path out, List<String> more) {
    var valued = new HashSet<>(VALUED);
    valued.add(shards.folderOption());
    if (more.contains("--data-file")) {
      valued.add("--data-file");
    }
    var flags = new HashSet<>(FLAGS);
    // Of these it says which pieces are meant, of the others what becomes of the folder.
    if (!shards.task().matches("annotate.*|caption")) {
      flags.add("--overwrite");
    }
    var args = new ArrayList<>(shards.typedWithout(valued, flags));
    args.addAll(List.of(shards.folderOption(), out.toString(), "--offline"));
    if (!shards.task().equals("caption")) {
      args.add("--no-cache"); // captions are made here, by a model that is no service
    }
    args.addAll(more);
    return args;
  }

  private int execute(List<String> args) {
    var line = merge.commandLine();
    var failures = new Failures(line.getErr(), false);
    return ((CommandLines) merge.root().userObject())
        .commandLine(args)
        .setOut(line.getOut())
        .setErr(line.getErr())
        .setDefaultValueProvider(SettingSources.of(merge))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(new Repetitions())
        .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e))
        .execute(args.toArray(String[]::new));
  }
}
