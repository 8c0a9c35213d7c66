package dev.locomo.cli.start;

import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
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

/** Who looks on while a run goes on: nothing here can change an answer. */
public final class WatchOptions {
  static final Setting<Integer> METRICS_PORT = Setting.integer("watch.metrics-port", "PORT");
  static final Setting<String> METRICS_HOST =
      Setting.text("watch.metrics-host", "HOST").byDefault("127.0.0.1");
  static final Setting<List<String>> TRACK = Setting.texts("watch.track", "TRACKER").split();
  static final Setting<String> EXPERIMENT =
      Setting.text("watch.experiment", "NAME").byDefault("locomo");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", METRICS_PORT, METRICS_HOST, TRACK, EXPERIMENT);

  private static final int PORTS = 65_535;

  final @Nullable Integer metricsPort;
  final String metricsHost;
  final List<String> track;
  final String experiment;

  /** Their values. */
  public WatchOptions(Settings settings) {
    metricsPort = settings.orNull(METRICS_PORT);
    metricsHost = settings.get(METRICS_HOST);
    track = settings.all(TRACK);
    experiment = settings.get(EXPERIMENT);
  }

  /** Checks what picocli cannot. */
  public void check() {
    if (metricsPort != null && (metricsPort < 0 || metricsPort > PORTS)) {
      throw new UserError("--metrics-port is " + metricsPort + ", must be from 0 to " + PORTS, "");
    }
  }

  /**
   * Begins to look on. What is wrong with a service is said once and keeps no run from going on.
   */
  public Watching open(Invocation call) {
    check();
    return Watching.open(this, call.verb(), call.environment(), call.err());
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
