package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who looks on while a run goes on: nothing here can change an answer. */
public final class WatchOptions {
  private static final int PORTS = 65_535;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "Serve figures for Prometheus at /metrics; 0: any free port, printed.")
  @Nullable Integer metricsPort;

  @Option(
      names = "--metrics-host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "The address they are served at (default: ${DEFAULT-VALUE}).")
  String metricsHost = "";

  /** Checks what picocli cannot. */
  public void check() {
    if (metricsPort != null && (metricsPort < 0 || metricsPort > PORTS)) {
      throw new UserError("--metrics-port is " + metricsPort + ", must be from 0 to " + PORTS, "");
    }
  }

  /**
   * Begins to look on. What is wrong with a service is said once and keeps no run from going on.
   *
   * @param spec the command's, for its settings and the stream of its messages
   */
  public Watching open(CommandSpec spec) {
    check();
    String verb = spec.qualifiedName().substring(spec.root().name().length()).strip();
    return Watching.open(this, verb, spec.commandLine().getErr());
  }
}
