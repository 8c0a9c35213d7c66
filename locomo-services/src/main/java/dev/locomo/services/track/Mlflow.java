package dev.locomo.services.track;

import dev.locomo.core.llm.http.Network;
import dev.locomo.core.pipeline.RunListener.Run;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * An MLflow server, spoken to by its own Java client; only files go past it, which would start a
 * Python program for them: they are put straight to the server where that keeps them itself.
 *
 * <p>A run that is resumed goes on in its MLflow run, found by the tag {@code locomo.run_id}.
 */
public final class Mlflow implements Tracker {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The server takes no more of them in one request. */
  private static final int MOST_PARAMETERS = 100;

  private static final int MOST_METRICS = 500;

  /** The server refuses longer values. */
  private static final int LONGEST_VALUE = 500;

  private static final String SCHEME = "mlflow-artifacts:";

  private final Server server;
  private final String experiment;
  private @Nullable MlflowClient client;
  private @Nullable RunInfo run;

  /**
   * Where it is and who we are.
   *
   * @param address http or https
   * @param user or null
   * @param password or null
   * @param token instead of the two, or null
   */
  public record Server(
      URI address, @Nullable String user, @Nullable String password, @Nullable String token) {
    /** Without secrets. */
    @Override
    public String toString() {
      return address.getScheme() + "://" + address.getHost();
    }
  }

  private Mlflow(Server server, String experiment) {
    this.server = server;
    this.experiment = experiment;
  }

  /**
   * Looks on at a run and keeps it there.
   *
   * @param experiment its name; made when there is none
   * @param notices told when the server fails, and where the run can be seen
   */
  public static TrackedRun track(Server server, String experiment, Consumer<String> notices) {
    return new TrackedRun(new Mlflow(server, experiment), notices, PATIENCE);
  }

  @Override
  public void begin(Run begun, RunRecord record) {
    String address = server.address().toString().replaceFirst("(?<!/)/+$", "");
    var mlflow =
        new MlflowClient(
            new BasicMlflowHostCreds(
                address, server.user(), server.password(), server.token(), false));
    client = mlflow;
    String id =
        mlflow
            .getExperimentByName(experiment)
            .map(found -> found.getExperimentId())
            .orElseGet(() -> mlflow.createExperiment(experiment));
    String own = "tags.`locomo.run_id` = '" + begun.id() + "'";
    run =
        mlflow.searchRuns(List.of(id), own).stream()
            .findFirst()
            .orElseGet(() ->
                mlflow.createRun(
                    CreateRun.newBuilder()
                        .setExperimentId(id)
                        .setStartTime(System.currentTimeMillis())
                        .build()));
    var tags = new ArrayList<RunTag>();
    tags.add(tag("mlflow.runName", begun.verb() + " " + begun.model()));
    tags.add(tag("mlflow.source.name", "locomo"));
    tags.add(tag("locomo.verb", begun.verb()));
    record.tags().forEach((name, value) -> tags.add(tag("locomo." + name, value)));
    if (record.tags().containsKey("commit")) {
      tags.add(tag("mlflow.source.git.commit", record.tags().get("commit")));
    }
    mlflow.logBatch(runId(), List.of(), List.of(), tags);
    var parameters = new ArrayList<Param>();
    record.parameters().forEach((name, value) -> parameters.add(param(name, value)));
    for (int i = 0; i < parameters.size(); i += MOST_PARAMETERS) {
      int end = Math.min(parameters.size(), i + MOST_PARAMETERS);
      mlflow.logBatch(runId(), List.of(), parameters.subList(i, end), List.of());
    }
  }

  @Override
  public void step(long step, Map<String, Double> figures) {
    long now = System.currentTimeMillis();
    var metrics = new ArrayList<Metric>();
    figures.forEach((name, value) ->
        metrics.add(
            Metric.newBuilder()
                .setKey(name)
                .setValue(value)
                .setTimestamp(now)
                .setStep(step)
                .build()));
    for (int i = 0; i < metrics.size(); i += MOST_METRICS) {
      int end = Math.min(metrics.size(), i + MOST_METRICS);
      client().logBatch(runId(), metrics.subList(i, end), List.of(), List.of());
    }
  }

  @Override
  public String end(RunRecord record) throws IOException, InterruptedException {
    step(0, record.figures());
    String kept = files(record.files());
    RunStatus status =
        switch (record.status()) {
          case "complete" -> RunStatus.FINISHED;
          case "stopped" -> RunStatus.FAILED;
          default -> RunStatus.KILLED;
        };
    client().setTerminated(runId(), status);
    client().close();
    RunInfo info = Objects.requireNonNull(run);
    return "run " + info.getRunId() + " of experiment " + experiment + " at " + server + kept;
  }

  /** What is said of them. */
  private String files(List<Path> files) throws IOException, InterruptedException {
    String root = Objects.requireNonNull(run).getArtifactUri();
    if (!root.startsWith(SCHEME)) {
      return "; without files, for the server does not take them itself";
    }
    String folder = root.substring(SCHEME.length()).replaceFirst("^//[^/]*", "");
    String base = server.address().toString().replaceFirst("(?<!/)/+$", "");
    try (var http = Network.client().build()) {
      for (Path file : files) {
        var address =
            URI.create(
                base + "/api/2.0/mlflow-artifacts/artifacts" + folder + "/" + file.getFileName());
        var put = put(address, file);
        var answer = http.send(put, BodyHandlers.discarding());
        if (answer.statusCode() / 100 != 2) {
          return "; its files were refused with " + answer.statusCode();
        }
      }
    }
    return "";
  }

  private HttpRequest put(URI address, Path file) throws FileNotFoundException {
    var request = Network.request(address).timeout(PATIENCE).PUT(BodyPublishers.ofFile(file));
    if (server.token() != null) {
      request.header("Authorization", "Bearer " + server.token());
    } else if (server.user() != null) {
      String both = server.user() + ":" + Objects.requireNonNullElse(server.password(), "");
      byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return request.build();
  }

  private MlflowClient client() {
    return Objects.requireNonNull(client);
  }

  private String runId() {
    return Objects.requireNonNull(run).getRunId();
  }

  private static RunTag tag(String name, String value) {
    return RunTag.newBuilder().setKey(name).setValue(value).build();
  }

  private static Param param(String name, String value) {
    String fits =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 3) + "...";
    return Param.newBuilder().setKey(name).setValue(fits).build();
  }
}
