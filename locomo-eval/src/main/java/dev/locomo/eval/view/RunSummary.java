package dev.locomo.eval.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as a list shows it, without a look at its answers.
 *
 * @param name of its folder, unique among those shown
 * @param folder where it is
 * @param spec its settings
 * @param manifest what happened; an empty object when there is none
 * @param metric the one that heads its report; empty when it has none yet
 * @param score its mean and interval; missing when there is none
 * @param progress how far it is, while it is under way or was killed; else missing
 * @param state what it does
 */
public record RunSummary(
    String name,
    Path folder,
    RunSpec spec,
    JsonNode manifest,
    String metric,
    JsonNode score,
    JsonNode progress,
    State state) {
  /** The verb whose runs have questions, with answers. */
  static final String QUESTIONS = "eval-qa";

  private static final int ID_DIGITS = 16;

  /** What a run does. */
  public enum State {
    /** A process works in its folder. */
    RUNNING,
    /** It says that it runs, and no process works in its folder. */
    KILLED,
    COMPLETE,
    INTERRUPTED,
    STOPPED,
    /** It has no manifest, or one that says something else. */
    UNKNOWN;

    /** As in JSON and on pages. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Of what a manifest says.
     *
     * @param inUse whether a process works in the folder
     */
    static State of(String status, boolean inUse) {
      if (status.equals("running")) {
        return inUse ? RUNNING : KILLED;
      }
      return List.of(COMPLETE, INTERRUPTED, STOPPED).stream()
          .filter(state -> state.label().equals(status))
          .findFirst()
          .orElse(UNKNOWN);
    }
  }

  /** A name that tells nothing of the run: labels are given without knowing whose answers. */
  public String id() {
    return Sha256.of(name + " " + spec.fingerprint()).substring(0, ID_DIGITS);
  }

  /** Whom it asks or what it tries; may be empty. */
  public String model() {
    var on = spec.onResult();
    String said = manifest.path("model").asText(on.getOrDefault("model", ""));
    return on.containsKey("model") ? on.getOrDefault("model", "") : said;
  }

  /** How it is scored or asked; may be empty. */
  public String protocol() {
    return spec.onResult().getOrDefault("protocol", "");
  }

  /** The name of its data set's file; may be empty. */
  public String data() {
    String file = manifest.path("data_file").asText("");
    return file.isEmpty() ? "" : String.valueOf(Path.of(file).getFileName());
  }

  /** US dollars; null where they are not known. */
  public @Nullable Double cost() {
    JsonNode cost = progress.isObject() ? progress.path("cost_usd") : manifest.path("cost_usd");
    return cost.isNumber() ? Double.valueOf(cost.doubleValue()) : null;
  }

  /** Whether questions were asked and answered. */
  public boolean hasQuestions() {
    return spec.task().equals(QUESTIONS);
  }

  /** As {@code GET /v1/runs} has it. */
  public ObjectNode json() {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode().put("run", name);
    node.put("task", spec.task()).put("model", model()).put("protocol", protocol());
    node.put("data", data()).put("data_sha256", spec.onResult().get("data_sha256"));
    node.put("state", state.label()).put("started", manifest.path("started").textValue());
    node.put("updated", manifest.path("updated").textValue());
    node.put("metric", metric.isEmpty() ? null : metric);
    for (String member : List.of("mean", "low", "high")) {
      JsonNode value = score.path(member);
      node.put(member, value.isNumber() ? Double.valueOf(value.doubleValue()) : null);
    }
    node.put("cost_usd", cost()).put("fingerprint", spec.fingerprint());
    node.set("progress", progress.isObject() ? progress : JsonFiles.MAPPER.nullNode());
    return node;
  }
}
