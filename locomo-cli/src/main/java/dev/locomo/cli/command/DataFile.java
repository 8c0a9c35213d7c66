package dev.locomo.cli.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data-file}, for the commands that also take the file as an argument. */
final class DataFile {
  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      defaultValue = "data/locomo-demo.json",
      description = "Data set to use when no FILE is given (default: ${DEFAULT-VALUE}).")
  private Path dataFile = Path.of("data/locomo-demo.json");

  Path or(@Nullable Path given) {
    return given == null ? dataFile : given;
  }
}
