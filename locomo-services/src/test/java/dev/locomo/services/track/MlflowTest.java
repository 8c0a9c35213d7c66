package dev.locomo.services.track;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.FakeServer.Request;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Planned;
import dev.locomo.core.pipeline.RunListener.Run;
import dev.locomo.services.rest.RestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that speaks the part of MLflow's REST interface that is needed. */
class MlflowTest {
  private static final String API = "/api/2.0/mlflow/";

  @TempDir private Path folder;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private FakeServer server;
  private String found = "{}";
  private String artifacts = "mlflow-artifacts:/7/r1/artifacts";

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer().reacts(this::answer);
    write(
        "spec.json",
        """
        {"fingerprint": "abc", "settings": {"protocol": "locomo", "long": "%s"}}
        """
            .formatted("x".repeat(9000)));
    write(
        "manifest.json",
        "{\"status\": \"complete\", \"data_sha256\": \"d5\", \"run_id\": \"i-1\"}");
    write(
        "report.json",
        """
        {"metrics": {"token-f1": {"overall": {"asked": 10, "mean": 0.5, "low": 0.25, "high": 0.75},
          "by_category": {"multi-hop": {"mean": 0.125}}}}, "protocol": "locomo"}
        """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void answer(HttpExchange exchange, Request request) throws IOException {
    String path = request.path().replaceFirst("\\?.*", "");
    String run =
        "{\"info\": {\"run_id\": \"r1\", \"artifact_uri\": \""
            + artifacts
            + "\", \"experiment_id\": \"7\"}}";
    switch (path) {
      case API + "experiments/get-by-name" ->
          FakeServer.send(
              exchange,
              404,
              "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"none\"}");
      case API + "experiments/create" ->
          FakeServer.send(exchange, 200, "{\"experiment_id\": \"7\"}");
      case API + "runs/search" -> FakeServer.send(exchange, 200, found);
      case API + "runs/create" -> FakeServer.send(exchange, 200, "{\"run\": " + run + "}");
      default -> FakeServer.send(exchange, 200, "{}");
    }
  }

  private void track(@Nullable String password) {
    var who =
        password == null
            ? Map.<String, String>of()
            : Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", password);
    var there = RestServer.of("", server.url(), "MLFLOW_TRACKING", who);
    var tracked = Mlflow.track(there, "memory", notices::add);
    tracked.on(new Run("i-1", "eval-qa", "openai:m", folder));
    tracked.on(new Planned(4));
    tracked.on(new Done(2, 1));
    tracked.on(new Done(2, 0));
    tracked.on(new Ended());
  }

  private Stream<JsonNode> bodies(String endpoint) {
    return server.requests().stream()
        .filter(request -> request.path().startsWith(API + endpoint))
        .map(Request::json);
  }

  private Map<String, String> entries(String list, String key) {
    var entries = new TreeMap<String, String>();
    bodies("runs/log-batch")
        .flatMap(body -> body.path(list).valueStream())
        .forEach(
            entry -> entries.put(entry.path("key").asText() + at(entry), entry.path(key).asText()));
    return entries;
  }

  private static String at(JsonNode entry) {
    return entry.has("step") ? "@" + entry.path("step").asText() : "";
  }

  @Test
  void settingsScoresProgressAndFilesArrive() {
    track(null);
    assertThat(bodies("experiments/create").findFirst().orElseThrow().path("name").asText())
        .isEqualTo("memory");
    assertThat(entries("params", "value")).containsEntry("protocol", "locomo");
    assertThat(entries("params", "value").get("long")).hasSize(500).endsWith("...");
    assertThat(entries("tags", "value"))
        .containsEntry("locomo.run_id", "i-1")
        .containsEntry("locomo.fingerprint", "abc")
        .containsEntry("locomo.data_sha256", "d5")
        .containsEntry("mlflow.runName", "eval-qa openai:m");
    assertThat(entries("metrics", "value"))
        .containsEntry("progress/done@2", "2.0")
        .containsEntry("progress/done@4", "4.0")
        .containsEntry("progress/without_result@4", "1.0")
        .containsEntry("metrics/token-f1/overall/low@0", "0.25")
        .containsEntry("metrics/token-f1/by_category/multi-hop/mean@0", "0.125");
    assertThat(bodies("runs/update").toList().getLast().path("status").asText())
        .isEqualTo("FINISHED");
    var report =
        server.requests().stream()
            .filter(r ->
                r.path().equals("/api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/report.json"))
            .findFirst()
            .orElseThrow();
    assertThat(report.method()).isEqualTo("PUT");
    assertThat(report.body()).contains("token-f1");
    assertThat(notices).containsExactly("run r1 of experiment memory at " + server.url());
  }

  @Test
  void aRunThatGoesOnGoesOnThereToo() {
    found = "{\"runs\": [{\"info\": {\"run_id\": \"r9\", \"artifact_uri\": \"s3://bucket/r9\"}}]}";
    track(null);
    assertThat(bodies("runs/create")).isEmpty();
    assertThat(bodies("runs/search").findFirst().orElseThrow().path("filter").asText())
        .contains("i-1");
    assertThat(notices.getFirst()).contains("run r9").contains("without files");
  }

  @Test
  void whoAsksForAPasswordGetsIt() {
    track("secret");
    assertThat(server.requests())
        .allMatch(r -> "Basic bWU6c2VjcmV0".equals(r.headers().getFirst("Authorization")));
  }

  @Test
  void aServerThatIsNotThereIsSaidOnce() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    var nobody = RestServer.of("", "http://127.0.0.1:" + closed, "NONE", Map.of());
    var tracked = Mlflow.track(nobody, "memory", notices::add);
    tracked.on(new Run("i-1", "eval-qa", "openai:m", folder));
    tracked.on(new Planned(1));
    tracked.on(new Done(1, 0));
    tracked.on(new Ended());
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst()).contains("not kept").contains("the run continues");
  }

  @Test
  void aServerThatRefusesIsSaidOnce() {
    server.answers(403, "{\"error_code\": \"PERMISSION_DENIED\", \"message\": \"go away\"}");
    track(null);
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst()).contains("go away");
  }

  @Test
  void aFolderWithoutAReportHasNoFigures() throws IOException {
    Files.delete(folder.resolve("report.json"));
    assertThat(new RunRecord(folder).figures()).isEmpty();
    write("report.json", "{\"a b\": {\"c\": 1}, \"d\": \"text\"}");
    assertThat(new RunRecord(folder).figures()).isEqualTo(Map.of("a_b/c", 1.0));
  }
}
