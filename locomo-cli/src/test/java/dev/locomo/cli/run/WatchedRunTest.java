package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.Exposition;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that somebody looks on at: metrics, logs, keys from files. */
class WatchedRunTest {
  private static final String KEY = "sk-very-secret-1234567890";

  @TempDir private Path folder;
  private Path run = Path.of("run");
  private final StringBuilder printed = new StringBuilder();
  private ChatServer server;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void start() throws IOException {
    run = folder.resolve("run");
    server = new ChatServer();
    cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", KEY);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    assertThat(printed.toString()).doesNotContain(KEY);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("key")) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(KEY);
        }
      }
    }
  }

  private Cli.Result evalQa(String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO));
    args.addAll(List.of("--model", "openai:gpt-4o", "--base-url", server.url()));
    args.addAll(List.of("--context", "none", "--categories", "1,2,3,4", "--limit", "10"));
    args.addAll(List.of("--concurrency", "1", "--run", run.toString(), "--json"));
    args.addAll(List.of(more));
    var result = cli.run(args.toArray(String[]::new));
    printed.append(result.out()).append(result.err());
    return result;
  }

  private JsonNode manifest() {
    return JsonFiles.read(run.resolve("manifest.json"), JsonFiles.MAPPER::readTree);
  }

  private static String get(String url) throws IOException {
    try (var in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<JsonNode> events(String lines) throws IOException {
    var events = new ArrayList<JsonNode>();
    for (String line : lines.lines().toList()) {
      events.add(JsonFiles.MAPPER.readTree(line));
    }
    return events;
  }

  @Test
  void figuresCanBeHadWhileTheRunGoesOn() {
    var page = new AtomicReference<String>();
    server.behaves((number, exchange) -> {
      if (number == 2) {
        FakeServer.send(exchange, 503, "{}");
        return true;
      }
      if (number == 7) {
        page.set(get(manifest().at("/watching/metrics").asText()));
      }
      return false;
    });
    var result = evalQa("--metrics-port", "0");
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("metrics: http://127.0.0.1:");
    var figures = Exposition.parse(page.get());
    String model = "model=\"gpt-4o\",provider=\"openai\"";
    assertThat(figures.value("locomo_calls_total", model + ",status=\"ok\"")).isEqualTo(5);
    assertThat(figures.value("locomo_calls_total", model + ",status=\"unavailable\"")).isEqualTo(1);
    assertThat(figures.value("locomo_retries_total", model + ",reason=\"unavailable\""))
        .isEqualTo(1);
    assertThat(figures.value("locomo_calls_in_flight", "")).isEqualTo(1);
    assertThat(figures.value("locomo_pieces_planned", "")).isEqualTo(10);
    assertThat(figures.value("locomo_pieces_done", "")).isEqualTo(5);
    assertThat(figures.value("locomo_tokens_total", "direction=\"input\"," + model)).isEqualTo(50);
    String id = manifest().path("run_id").asText();
    assertThat(
            figures.value(
                "locomo_run_info",
                "model=\"openai:gpt-4o\",run_id=\"" + id + "\",verb=\"eval-qa\""))
        .isEqualTo(1);
  }

  @Test
  void twoRunsOfOnePortAreServedAtTwo() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var result = evalQa("--metrics-port", Integer.toString(taken.getLocalPort()));
      assertThat(result.code()).isZero();
      String at = manifest().at("/watching/metrics").asText();
      assertThat(result.err()).containsOnlyOnce("metrics: " + at);
      assertThat(URI.create(at).getPort())
          .isBetween(taken.getLocalPort() + 1, taken.getLocalPort() + 9);
    }
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsSaidAndTheRunGoesOn() {
    var result = evalQa("--metrics-port", "9464", "--metrics-host", "203.0.113.1");
    assertThat(result.code()).isZero();
    assertThat(result.err()).containsOnlyOnce("not served").contains("the run continues");
    assertThat(manifest().at("/watching/metrics").asText()).contains("not served at 203.0.113.1:");
    assertThat(manifest().path("status").asText()).isEqualTo("complete");
  }

  @Test
  void theFiguresOfARunThatEndedAreAtTheGateway() throws IOException {
    try (var gateway =
        new FakeServer().reacts((exchange, _) -> FakeServer.send(exchange, 200, ""))) {
      var result = evalQa("--metrics-push", gateway.url());
      assertThat(result.code()).isZero();
      String id = manifest().path("run_id").asText();
      var last = gateway.requests().getLast();
      assertThat(last.path()).isEqualTo("/metrics/job/locomo/run_id/" + id);
      var figures = Exposition.parse(last.body());
      assertThat(figures.value("locomo_run_complete", "")).isEqualTo(1);
      assertThat(figures.value("locomo_pieces_done", "")).isEqualTo(10);
      assertThat(figures.names()).allMatch(name -> name.startsWith("locomo_"));
      assertThat(result.err()).contains("metrics push: pushed to " + gateway.url());
    }
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    assertThat(evalQa("--metrics-port", "70000").code()).isEqualTo(2);
    assertThat(evalQa("--metrics-push", "gateway").err()).contains("http or https");
    assertThat(run).doesNotExist();
  }

  @Test
  void everyJsonLineHasTheRunsIdAndNoKey() throws IOException {
    server.behaves((number, exchange) -> {
      if (number <= 2) {
        FakeServer.send(
            exchange,
            503,
            "{\"error\":{\"message\":\"Bearer " + KEY + " or sk-" + "x".repeat(20) + "\"}}");
      }
      return number <= 2;
    });
    var result = evalQa("--log-format", "json", "--log-level", "debug");
    assertThat(result.code()).isZero();
    assertThat(result.err()).doesNotContain("sk-x");
    String id = manifest().path("run_id").asText();
    var events = events(result.err());
    assertThat(events).hasSizeGreaterThan(12);
    for (JsonNode event : events) {
      assertThat(event.path("run_id").asText()).isEqualTo(id);
      assertThat(event.path("timestamp").asText()).endsWith("Z");
      assertThat(event.path("level").asText()).matches("ERROR|WARN|INFO|DEBUG");
      assertThat(event.path("message").asText()).isNotBlank();
      assertThat(event.path("logger").asText()).isNotBlank();
    }
    assertThat(events).anyMatch(e -> e.path("piece").asText().startsWith("demo-"));
  }

  @Test
  void eventsOfATracedRunNameItsTraceAndTheirSpan() throws IOException {
    try (var collector =
        new FakeServer().reacts((exchange, _) -> FakeServer.send(exchange, 200, ""))) {
      cli = cli.with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
      var result = evalQa("--log-format", "json", "--log-level", "debug");
      var events = events(result.err());
      var ofRun = events.stream().filter(e -> e.path("logger").asText().equals("locomo.run"));
      var traced = ofRun.toList();
      assertThat(traced).hasSizeGreaterThan(10);
      String trace = traced.getFirst().path("trace_id").asText();
      assertThat(trace).matches("[0-9a-f]{32}");
      assertThat(traced).allMatch(e -> e.path("trace_id").asText().equals(trace));
      var ofPieces = traced.stream().filter(e -> e.has("piece")).toList();
      assertThat(ofPieces)
          .hasSize(10)
          .extracting(e -> e.path("span_id").asText())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aFailureIsAnEventWithItsExceptionAsFields() throws IOException {
    var result = evalQa("--log-format=json", "--models", folder.resolve("none").toString());
    assertThat(result.code()).isEqualTo(3);
    var event = events(result.err()).getLast();
    assertThat(event.path("level").asText()).isEqualTo("ERROR");
    assertThat(event.at("/exception/type").asText()).endsWith("DataError");
    assertThat(event.at("/exception/message").asText()).contains("none");
    assertThat(event.path("exception").has("stack")).isFalse();
  }

  @Test
  void aLogFileIsAddedToAndLeavesStderrAsItWas() throws IOException {
    Path file = folder.resolve("logs/run.log");
    assertThat(evalQa("--log-file", file.toString()).err()).isEmpty();
    assertThat(evalQa("--log-file", file.toString(), "--log-format", "text").err())
        .contains("INFO");
    String id = manifest().path("run_id").asText();
    assertThat(Files.readAllLines(file))
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.contains("[" + id + "]"));
    Files.createDirectory(folder.resolve("a-folder"));
    assertThat(evalQa("--log-file", folder.resolve("a-folder").toString()).code()).isEqualTo(2);
    assertThat(evalQa("--log-level", "loud").err()).contains("loud").contains("debug");
  }

  @Test
  void aRunThatGoesOnKeepsItsId() {
    server.behaves((number, exchange) -> {
      FakeServer.send(exchange, 401, "{}");
      return true;
    });
    assertThat(evalQa().code()).isEqualTo(4);
    String id = manifest().path("run_id").asText();
    server.behaves((_, _) -> false);
    assertThat(evalQa().code()).isZero();
    assertThat(manifest().path("run_id").asText()).isEqualTo(id).isNotEmpty();
  }

  @Test
  void aKeyMayComeFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY_FILE", file.toString());
    var header = new AtomicReference<String>();
    server.behaves((_, exchange) -> {
      header.set(exchange.getRequestHeaders().getFirst("Authorization"));
      return false;
    });
    assertThat(evalQa().code()).isZero();
    assertThat(header.get()).isEqualTo("Bearer " + KEY);
    cli = cli.with("OPENAI_API_KEY", "sk-other");
    var both = evalQa("--overwrite");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("both set");
  }
}
