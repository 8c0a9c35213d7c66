package dev.locomo.services.track;

import dev.locomo.core.error.UserError;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.services.rest.RestServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Experiment trackers by name. */
public final class Trackers {
  private Trackers() {}

  /**
   * The trackers by name, each to be given who is told of its notices; nothing is sent yet.
   *
   * @param names {@code mlflow}, {@code wandb}, in any case; none for no tracker
   * @param experiment what runs are kept under
   * @param environment of which {@code MLFLOW_...} and {@code WANDB_...} are looked at
   * @throws UserError when a name is none, or MLflow's server is not named
   */
  public static Map<String, Function<Consumer<String>, RunListener>> of(
      List<String> names, String experiment, Map<String, String> environment) {
    var trackers = new LinkedHashMap<String, Function<Consumer<String>, RunListener>>();
    for (String name : names) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "mlflow" -> {
          String typed = environment.getOrDefault("MLFLOW_TRACKING_URI", "");
          String what = "MLFLOW_TRACKING_URI, which --track mlflow needs,";
          var server = RestServer.of(what, typed, "MLFLOW_TRACKING", environment);
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
}
