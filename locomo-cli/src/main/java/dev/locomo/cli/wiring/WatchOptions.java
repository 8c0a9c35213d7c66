package dev.locomo.cli.wiring;

import dev.locomo.cli.verb.SettingSources;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Keys;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.services.track.Mlflow;
import dev.locomo.services.track.Wandb;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
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

  @Option(
      names = "--track",
      paramLabel = "TRACKER",
      split = ",",
      description = {
        "Keep the run in an experiment tracker too: mlflow (at MLFLOW_TRACKING_URI) or wandb (a",
        "folder in ./wandb to be synced)."
      })
  List<String> track = List.of();

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      defaultValue = "locomo",
      description = "The experiment or project there (default: ${DEFAULT-VALUE}).")
  String experiment = "";

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
    return Watching.open(this, verb, SettingSources.of(spec).environment(), spec.commandLine().getErr());
  }

  /** The trackers by name, each to be given who is told of its notices. */
  Map<String, Function<Consumer<String>, RunListener>> trackers(Map<String, String> environment) {
    var trackers = new LinkedHashMap<String, Function<Consumer<String>, RunListener>>();
    for (String name : track) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "mlflow" -> {
          var server = server(environment);
          trackers.put("mlflow", notices -> Mlflow.track(server, experiment, notices));
        }
        case "wandb" -> {
          var base = Path.of(set(environment, "WANDB_DIR", "."));
          String project = set(environment, "WANDB_PROJECT", experiment);
          String entity = set(environment, "WANDB_ENTITY", "");
          trackers.put("wandb", notices -> Wandb.track(base, project, entity, notices));
        }
        default -> throw new UserError("unknown --track '" + name + "'", "mlflow or wandb");
      }
    }
    return trackers;
  }

  private static String set(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? otherwise : value;
  }

  private static Mlflow.Server server(Map<String, String> environment) {
    String typed = environment.getOrDefault("MLFLOW_TRACKING_URI", "");
    URI uri;
    try {
      uri = new URI(typed);
    } catch (URISyntaxException e) {
      throw noServer();
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw noServer();
    }
    var keys = Keys.read(environment, Path.of(".env"));
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    String password = keys.secret("MLFLOW_TRACKING_PASSWORD").orElse(null);
    String token = keys.secret("MLFLOW_TRACKING_TOKEN").orElse(null);
    return new Mlflow.Server(uri, user, password, token);
  }

  /** Does not repeat the address: it may hold a password. */
  private static UserError noServer() {
    return new UserError(
        "--track mlflow needs MLFLOW_TRACKING_URI, an http or https address without user and query",
        "for example http://localhost:5000, and MLFLOW_TRACKING_USERNAME and"
            + " MLFLOW_TRACKING_PASSWORD (or ..._PASSWORD_FILE) where it asks for them");
  }
}
