package dev.locomo.services.track;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.pipeline.RunListener.Run;
import dev.locomo.services.rest.RestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * An MLflow server, spoken to by its REST interface of version 2.0. Files are put to the server
 * itself, where that keeps them itself.
 *
 * <p>A run that is resumed goes on in its MLflow run, found by the tag {@code locomo.run_id}.
 */
final class Mlflow implements Tracker {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String API = "/api/2.0/mlflow/";

  /** The server takes no more of them in one request. */
  private static final int MOST_PARAMETERS = 100;

  private static final int MOST_TAGS = 100;
  private static final int MOST_METRICS = 500;

  /** The server refuses longer values. */
  private static final int LONGEST_VALUE = 500;

  private static final String SCHEME = "mlflow-artifacts:";

  private final RestServer server;
  private final String experiment;
  private final HttpClient http = Network.client().connectTimeout(PATIENCE).build();
  private String run = "";
  private String artifacts = "";

  private Mlflow(RestServer server, String experiment) {
    this.server = server;
    this.experiment = experiment;
  }

  /**
   * Looks on at a run and keeps it there.
   *
   * @param experiment its name; made when there is none
   * @param notices told when the server fails, and where the run can be seen
   */
  static TrackedRun track(RestServer server, String experiment, Consumer<String> notices) {
    return track(server, experiment, notices, PATIENCE);
  }

  /** The same with another patience at the end of the run. */
  static TrackedRun track(
      RestServer server, String experiment, Consumer<String> notices, Duration patience) {
    return new TrackedRun(new Mlflow(server, experiment), notices, patience);
  }

  @Override
  public void begin(Run begun, RunRecord record) throws IOException, InterruptedException {
    JsonNode info = run(experiment(), begun.id()).path("info");
    run = info.path("run_id").asText();
    artifacts = info.path("artifact_uri").asText();
    ArrayNode tags = JsonFiles.MAPPER.createArrayNode();
    add(tags, "mlflow.runName", begun.verb() + " " + begun.model());
    add(tags, "mlflow.source.name", "locomo");
    add(tags, "locomo.verb", begun.verb());
    SortedMap<String, String> known = record.tags();
    known.forEach((name, value) -> add(tags, "locomo." + name, value));
    if (known.containsKey("commit")) {
      add(tags, "mlflow.source.git.commit", known.get("commit"));
    }
    log("tags", tags, MOST_TAGS);
    ArrayNode parameters = JsonFiles.MAPPER.createArrayNode();
    record.parameters().forEach((name, value) -> add(parameters, name, fitting(value)));
    log("params", parameters, MOST_PARAMETERS);
  }

  @Override
  public void step(long step, Map<String, Double> figures)
      throws IOException, InterruptedException {
    long now = System.currentTimeMillis();
    ArrayNode metrics = JsonFiles.MAPPER.createArrayNode();
    figures.forEach((name, value) ->
        metrics
            .addObject()
            .put("key", name)
            .put("value", value)
            .put("timestamp", now)
            .put("step", step));
    log("metrics", metrics, MOST_METRICS);
  }

  @Override
  public String end(RunRecord record) throws IOException, InterruptedException {
    step(0, record.figures());
    String kept = files(record.files());
    String status =
        switch (record.status()) {
          case "complete" -> "FINISHED";
          case "stopped" -> "FAILED";
          default -> "KILLED";
        };
    post("runs/update", body().put("status", status).put("end_time", System.currentTimeMillis()));
    return "run " + run + " of experiment " + experiment + " at " + server + kept;
  }

  /** The experiment's id; one that there is not is made. */
  private String experiment() throws IOException, InterruptedException {
    String name = URLEncoder.encode(experiment, StandardCharsets.UTF_8);
    String path = API + "experiments/get-by-name?experiment_name=" + name;
    HttpResponse<String> found = send(server.request(path).GET());
    if (found.statusCode() != 404) {
      return read(found).at("/experiment/experiment_id").asText();
    }
    ObjectNode wanted = JsonFiles.MAPPER.createObjectNode().put("name", experiment);
    return post("experiments/create", wanted).path("experiment_id").asText();
  }

  /** The MLflow run of a run of ours; one that there is not is made. */
  private JsonNode run(String in, String id) throws IOException, InterruptedException {
    ObjectNode search = JsonFiles.MAPPER.createObjectNode().put("max_results", 1);
    search.putArray("experiment_ids").add(in);
    search.put("filter", "tags.`locomo.run_id` = '" + id + "'");
    JsonNode found = post("runs/search", search).path("runs");
    if (!found.isEmpty()) {
      return found.path(0);
    }
    ObjectNode made = JsonFiles.MAPPER.createObjectNode().put("experiment_id", in);
    return post("runs/create", made.put("start_time", System.currentTimeMillis())).path("run");
  }

  /** As many requests as it takes. */
  private void log(String what, ArrayNode entries, int most)
      throws IOException, InterruptedException {
    for (int from = 0; from < entries.size(); from += most) {
      ObjectNode batch = body();
      ArrayNode some = batch.putArray(what);
      for (int i = from; i < Math.min(entries.size(), from + most); i++) {
        some.add(entries.get(i));
      }
      post("runs/log-batch", batch);
    }
  }

  private ObjectNode body() {
    return JsonFiles.MAPPER.createObjectNode().put("run_id", run);
  }

  private static void add(ArrayNode entries, String key, String value) {
    entries.addObject().put("key", key).put("value", value);
  }

  private static String fitting(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 3) + "...";
  }

  private JsonNode post(String endpoint, ObjectNode body) throws IOException, InterruptedException {
    var text = BodyPublishers.ofString(body.toString());
    var request = server.request(API + endpoint).header("Content-Type", "application/json");
    return read(send(request.POST(text)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  /** What the server says; of a refusal its reason. */
  private static JsonNode read(HttpResponse<String> answer) throws IOException {
    JsonNode said;
    try {
      said = JsonFiles.MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      said = JsonFiles.MAPPER.createObjectNode();
    }
    if (answer.statusCode() / 100 != 2 || !said.isObject()) {
      String why = said.path("message").asText("no answer of MLflow's interface");
      throw new IOException("status " + answer.statusCode() + ": " + why);
    }
    return said;
  }

  /** What is said of them. */
  private String files(List<Path> files) throws IOException, InterruptedException {
    if (!artifacts.startsWith(SCHEME)) {
      return "; without files, for the server does not take them itself";
    }
    String folder = artifacts.substring(SCHEME.length()).replaceFirst("^//[^/]*", "");
    for (Path file : files) {
      String path = "/api/2.0/mlflow-artifacts/artifacts" + folder + "/" + file.getFileName();
      int status = send(server.request(path).PUT(BodyPublishers.ofFile(file))).statusCode();
      if (status / 100 != 2) {
        return "; its files were refused with " + status;
      }
    }
    return "";
  }
}
