package dev.locomo.cli.wiring;

import dev.locomo.cli.verb.SettingSources;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What models are found and loaded in.
 *
 * @param environment variables, for keys, the home folder and the Hugging Face cache
 * @param offline whether no model is downloaded
 * @param progress told of downloads, a line at a time
 */
public record Surroundings(
    Map<String, String> environment, boolean offline, Consumer<String> progress) {
  /**
   * Of a command.
   *
   * @param spec for its settings and the stream of its messages
   */
  public static Surroundings of(CommandSpec spec, boolean offline) {
    PrintWriter err = spec.commandLine().getErr();
    return new Surroundings(
        SettingSources.of(spec).environment(),
        offline,
        line -> {
          err.println(line);
          err.flush();
        });
  }
}
