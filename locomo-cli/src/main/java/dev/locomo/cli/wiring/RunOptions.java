package dev.locomo.cli.wiring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results go, and when a run counts as good. */
public final class RunOptions {
  @Option(
      names = "--out-file",
      paramLabel = "FILE",
      description =
          "Also write the original's output JSON; predictions of other models in it are kept.")
  public @Nullable Path outFile;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The run's folder (default: one in runs/ named by model and settings).")
  public @Nullable Path run;

  @Option(
      names = "--overwrite",
      description = "Ask everything again; an existing run folder is set aside as DIR.1, ...")
  public boolean overwrite;

  @Option(
      names = "--max-unscored",
      paramLabel = "PERCENT",
      defaultValue = "1",
      description =
          "More questions without a usable answer make the exit code 1 (default: ${DEFAULT-VALUE}).")
  public double maxUnscored;

  @Option(names = "--dry-run", description = "Print calls, tokens and cost; send nothing.")
  public boolean dryRun;

  @Option(names = "--json", description = "Print one JSON document instead of tables.")
  public boolean json;
}
