package dev.locomo.cli.wiring;

import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results go, and when a run counts as good. */
public class RunOptions {
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
          "More of what is asked for without a result make the exit code 1 (default:"
              + " ${DEFAULT-VALUE}).")
  public double maxUnscored;

  @Option(names = "--dry-run", description = "Print calls, tokens and cost; send nothing.")
  public boolean dryRun;

  @Option(names = "--json", description = "Print one JSON document instead of tables.")
  public boolean json;

  /**
   * The run's folder, what was in it set aside when everything is to be asked again.
   *
   * @param subject names it when no name was typed
   */
  public Path folder(RunSpec spec, String subject) {
    Path folder = run == null ? spec.folder(subject) : run;
    if (overwrite) {
      RunFolder.setAside(folder);
    }
    return folder;
  }
}
