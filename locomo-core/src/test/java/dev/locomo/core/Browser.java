package dev.locomo.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium, driven over its DevTools protocol; a test is skipped where there is none.
 */
public final class Browser implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final HttpClient http;
  private final WebSocket socket;
  private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private String session = "";
  private int calls;

  private Browser(Process process, URI address) {
    this.process = process;
    this.http = HttpClient.newHttpClient();
    this.socket = http.newWebSocketBuilder().buildAsync(address, new Listener()).join();
  }

  /** Starts one with an empty tab. */
  public static Browser start(Path profile) throws IOException {
    var program = program();
    assumeTrue(program.isPresent(), "skipped: needs chromium on the PATH");
    var process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    var browser = new Browser(process, address(process));
    var target = browser.call("Target.createTarget", args().put("url", "about:blank"));
    var attached =
        browser.call(
            "Target.attachToTarget",
            args().put("targetId", target.path("targetId").asText()).put("flatten", true));
    browser.session = attached.path("sessionId").asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      browser.call(domain + ".enable", args());
    }
    return browser;
  }

  private static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(dir ->
            Stream.of("chromium", "chromium-browser", "google-chrome").map(n -> Path.of(dir, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static URI address(Process process) throws IOException {
    var lines = process.errorReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(line.substring("DevTools listening on ".length()));
      }
    }
    throw new IOException("chromium ended without listening");
  }

  static ObjectNode args() {
    return JsonFiles.MAPPER.createObjectNode();
  }

  /** Opens a file at a width and waits until it is loaded. */
  public void open(Path file, int width) {
    events.clear();
    call(
        "Emulation.setDeviceMetricsOverride",
        args()
            .put("width", width)
            .put("height", 900)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 600));
    call("Page.navigate", args().put("url", file.toUri().toString()));
    while (events.stream()
        .noneMatch(e -> e.path("method").asText().equals("Page.loadEventFired"))) {
      events.add(next());
    }
  }

  /** The value of an expression in the page; a promise is waited for. */
  public JsonNode evaluate(String expression) {
    var result =
        call(
            "Runtime.evaluate",
            args()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** What the console said, as an error or otherwise, since the page was opened. */
  public List<String> complaints() {
    return events.stream()
        .filter(e ->
            List.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
                .contains(e.path("method").asText()))
        .map(JsonNode::toString)
        .toList();
  }

  /** Every address that was asked for since the page was opened. */
  public List<String> requests() {
    return events.stream()
        .filter(e -> e.path("method").asText().equals("Network.requestWillBeSent"))
        .map(e -> e.at("/params/request/url").asText())
        .toList();
  }

  JsonNode call(String method, ObjectNode params) {
    int id = ++calls;
    var message = args().put("id", id).put("method", method);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    message.set("params", params);
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode answer = next();
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new AssertionError(method + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
      events.add(answer);
    }
  }

  private JsonNode next() {
    try {
      JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("chromium says nothing");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    session = "";
    socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true).join();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    socket.abort();
    http.shutdownNow();
  }

  /** Puts whole messages into the queue. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          messages.add(JsonFiles.MAPPER.readTree(text.toString()));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return java.util.concurrent.CompletableFuture.completedFuture(null);
    }
  }
}
