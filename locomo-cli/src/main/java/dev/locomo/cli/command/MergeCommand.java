package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.ReportText;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.merge.MergedRun;
import dev.locomo.eval.merge.Shards;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code merge}: joins the parts of a run that was split with {@code --shard}. */
@Command(
    name = "merge",
    description =
        "Join the folders of --shard runs into the run that one process would have made; asks"
            + " nobody.")
public final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "SHARD_DIR",
      description = "The folder of every shard, in any order.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the whole run.")
  private Path out = Path.of("");

  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      defaultValue = Option.NULL_VALUE,
      description = "The data set, where it is no longer where the shards found it.")
  private @Nullable Path dataFile;

  @Option(
      names = "--out-file",
      paramLabel = "FILE",
      defaultValue = Option.NULL_VALUE,
      description = "Of annotate and caption: where the whole run's result goes.")
  private @Nullable Path outFile;

  @Option(names = "--json", description = "Print one JSON document instead of tables.")
  private boolean json;

  @Mixin private StoreOption store = new StoreOption();

  @Override
  public Integer call() {
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

  private int repeated(Shards shards) {
    var more = new ArrayList<String>();
    if (dataFile != null) {
      more.addAll(List.of("--data-file", dataFile.toString()));
    }
    if (outFile != null) {
      more.addAll(List.of("--out-file", outFile.toString()));
    }
    if (json) {
      more.add("--json");
    }
    return new RepeatedRun(shards, spec).run(out, more);
  }

  private void print(MergedRun merged, RunFolder folder) {
    var to = spec.commandLine().getOut();
    if (json) {
      to.println(merged.document(folder).toPrettyString());
      return;
    }
    ReportText.questions(to, merged.results(), merged.data(), merged.title());
    to.println("Run " + folder.path() + ", merged from " + folders.size() + " shards");
  }
}
