package dev.locomo.cli.wiring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results of question answering go, and when a run counts as good. */
public final class QaRunOptions extends RunOptions {
  @Option(
      names = "--out-file",
      paramLabel = "FILE",
      description =
          "Also write the original's output JSON; predictions of other models in it are kept.")
  public @Nullable Path outFile;
}
