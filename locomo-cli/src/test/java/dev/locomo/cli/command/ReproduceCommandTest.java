package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.locomo.cli.Main;
import dev.locomo.core.Golden;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
  private static final Path DATA = Path.of(System.getProperty("locomo.root", ".."), "data");
  private static final String DEMO_SHA256 =
      "b4a7e6f984a5855e59ece875476683a6fb4b3a1fe34ae9b7ade9005b7496350d";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void figuresOfTheDemonstrationDataAreReproduced() {
    assertThat(
            locomo(
                "reproduce",
                "extractive-demo",
                "gold-demo",
                "abstain-demo",
                "--inputs",
                DATA.toString()))
        .as(out + "\n" + err)
        .isZero();
    assertThat(out.toString())
        .isEqualTo("reproduced extractive-demo\nreproduced gold-demo\nreproduced abstain-demo\n");
  }

  @Test
  void recordedRunsOfEachTaskAndRetrievalAreReproduced() {
    assertThat(
            locomo(
                "reproduce",
                "replayed-eval-qa",
                "replayed-eval-dialog",
                "replayed-eval-events",
                "replayed-judge",
                "retrieval-bm25-demo",
                "--inputs",
                DATA.toString()))
        .as(out + "\n" + err)
        .isZero();
  }

  @Test
  void figuresOfThePublishedDataAreReproduced() {
    String data = Golden.file("data").toString();
    assertThat(
            locomo(
                "reproduce",
                "extractive-published",
                "gold-published",
                "abstain-published",
                "--inputs",
                data))
        .as(out + "\n" + err)
        .isZero();
  }

  @Test
  void withoutItsInputANamedOneIsAnErrorAndAmongAllItIsSkipped() {
    assertThat(locomo("reproduce", "gold-published", "--inputs", folder.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("locomo10.json").contains("--inputs");
    assertThat(locomo("reproduce", "--all", "--inputs", folder.toString())).isZero();
    assertThat(out.toString())
        .contains("skipped gold-published: needs locomo10.json")
        .contains("skipped paper-table-2-gpt-4-turbo: asks a provider");
  }

  @Test
  void listShowAndDryRunRunNothing() {
    assertThat(locomo("reproduce", "--list")).isZero();
    assertThat(locomo("reproduce", "--show", "paper-table-3-summary-2")).isZero();
    assertThat(out.toString()).contains("printed", "needs OPENAI_API_KEY");
    assertThat(locomo("reproduce", "--dry-run", "gold-demo", "--inputs", DATA.toString())).isZero();
    assertThat(out.toString()).contains("can be run");
    assertThat(locomo("reproduce", "--dry-run", "paper-table-2-gpt-4-turbo")).isOne();
    assertThat(locomo("reproduce", "nobody-knows")).isEqualTo(2);
    assertThat(locomo("reproduce")).isEqualTo(2);
  }

  @Test
  void aBetterFigureIsDriftToo() throws IOException {
    String yaml =
        replayed("score", "[score, --data-file, \"{data}\", --predictions, \"{answers}\"]", 0.5)
            .replace("tier: replayed", "tier: exact\nanswers: gold");
    Path file = Files.writeString(folder.resolve("mine.yaml"), yaml);
    assertThat(locomo("reproduce", "score", "--file", file.toString(), "--inputs", DATA.toString()))
        .isOne();
    assertThat(out.toString()).contains("drifted score: 1 of 1 figures are off", "(+0.4");
  }

  @Test
  void recordedRepliesAreReplayedWithoutTheirServer() throws IOException {
    Path cache = folder.resolve("own-replies");
    List<String> ask;
    double mean;
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] reply =
              """
                  {"model":"m","created_at":"2026-01-01T00:00:00Z","done":true,"done_reason":"stop",
               "message":{"role":"assistant","content":"Not mentioned in the conversation"},
               "prompt_eval_count":9000,"eval_count":1}
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.start();
    try {
      ask =
          List.of(
              "eval-qa",
              "--data-file",
              "{data}",
              "--model",
              "ollama:m",
              "--base-url",
              "http://127.0.0.1:" + server.getAddress().getPort(),
              "--categories",
              "5",
              "--limit",
              "5",
              "--cache",
              cache.toString(),
              "--run",
              "{run}",
              "--json");
      mean = record(ask);
    } finally {
      server.stop(0);
    }
    assertThat(mean).isOne();
    var quoted = new ArrayList<String>();
    ask.forEach(arg -> quoted.add('"' + arg.replace(cache.toString(), "{replies}") + '"'));
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            replayed("replay", quoted.toString(), mean)
                .replace("run:", "  replies: {file: own-replies}\nrun:"));
    assertThat(
            locomo(
                "reproduce",
                "replay",
                "--file",
                file.toString(),
                "--inputs",
                DATA.toString(),
                "--inputs",
                folder.toString()))
        .as(out + "\n" + err)
        .isZero();
  }

  @Test
  void whatWasNotRecordedIsAskedOfNobodyWithoutKeysOrSettings() throws IOException {
    var asked = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> asked.incrementAndGet());
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      String run =
          "[eval-qa, --data-file, '{data}', --model, 'openai:gpt-4o-mini', --limit, '2',"
              + " --base-url, '%s', --run, '{run}']";
      Path file =
          Files.writeString(
              folder.resolve("mine.yaml"), replayed("evil", run.formatted(address), 1));
      var keys = Map.of("OPENAI_API_KEY", "sk-of-the-user", "OPENAI_BASE_URL", address);
      int code =
          Main.run(
              new PrintWriter(out),
              new PrintWriter(err),
              keys,
              "reproduce",
              "evil",
              "--file",
              file.toString(),
              "--inputs",
              DATA.toString());
      assertThat(code).as(out + "\n" + err).isOne();
    } finally {
      server.stop(0);
    }
    assertThat(asked).hasValue(0);
  }

  private double record(List<String> ask) throws IOException {
    String[] args =
        ask.stream()
            .map(arg ->
                arg.replace("{data}", DATA.resolve("locomo-demo.json").toString())
                    .replace("{run}", folder.resolve("recorded").toString()))
            .toArray(String[]::new);
    assertThat(locomo(args)).as(err.toString()).isZero();
    return JsonFiles.MAPPER
        .readTree(out.toString())
        .at("/metrics/token-f1/overall/mean")
        .asDouble();
  }

  private static String replayed(String name, String run, double mean) {
    return """
    name: %s
    tier: replayed
    about: A test.
    inputs:
      data: {file: locomo-demo.json, sha256: %s}
    run: %s
    expect:
      - {at: /metrics/token-f1/overall/mean, value: %s, tolerance: 1.0e-9}
    """
        .formatted(name, DEMO_SHA256, run, mean);
  }

  private int locomo(String... args) {
    out.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), args);
  }
}
