package dev.locomo.rag.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.rag.memory.MemorySystem.Item;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interfaces that are not ours, mapped by a descriptor. */
class ForeignMemoryTest {
  @TempDir Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  ForeignMemoryTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private MemorySystem start(String descriptor) throws Exception {
    return MemorySystemContract.start(folder, descriptor.replace("URL", url()));
  }

  private HttpHandler answering(String body) {
    return exchange -> answer(exchange, 200, "application/json", body);
  }

  private void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    exchange.getResponseHeaders().set("Content-Type", type);
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static final String MAPPED =
      """
      {"kind": "http", "url": "URL", "headers": {"Authorization": "Token ${env.MINE_API_KEY}"},
       "granularity": "session",
       "ingest": {"method": "POST", "path": "/users/${namespace}/memories",
         "body": {"messages": {"${turns}": {"content": "${turn.speaker}: ${turn.text}"}},
                  "at": "${session.epoch}"},
         "pending": "/event",
         "poll": {"method": "GET", "path": "/events/${pending}", "every": 0.01,
                  "until": {"/status": "done"}, "failed": {"/status": "broken"}}},
       "search": {"method": "POST", "path": "/find", "body": {"q": "${question}", "limit": "${k}"},
         "items": "/results", "text": "/memory", "source": "/meta/turn", "score": "/score"}}
      """;

  @Test
  void aForeignInterfaceIsAskedAsTheDescriptorSaysAndWaitedFor() throws Exception {
    Files.writeString(folder.resolve(".env"), "MINE_API_KEY=secret-1234\n");
    var polls = new AtomicInteger();
    var keys = new CopyOnWriteArrayList<String>();
    server.createContext("/users", answering("{\"event\": \"e 7\"}"));
    server.createContext(
        "/events",
        exchange -> {
          String status = polls.incrementAndGet() < 3 ? "queued" : "done";
          answer(exchange, 200, "application/json", "{\"status\": \"" + status + "\"}");
        });
    server.createContext(
        "/find",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
          answer(
              exchange,
              200,
              "application/json",
              "{\"results\": [{\"memory\": \"likes ${env.HOME}\", \"score\": 0.5,"
                  + " \"meta\": {\"turn\": \"D1:1\"}}]}");
        });
    try (var memory = start(MAPPED)) {
      memory.open("a b", List.of("Ann", "Bo"));
      memory.ingest("a b", MemorySystemContract.session(1, "a \"kayak\" for ${env.HOME}"));
      assertThat(requests.getFirst())
          .startsWith("POST /users/a%20b/memories ")
          .contains("\"content\":\"Ann: a \\\"kayak\\\" for ${env.HOME}\"", "\"at\":1683554160");
      assertThat(requests).filteredOn(r -> r.startsWith("GET /events/e%207")).hasSize(3);
      assertThat(memory.search("a b", MemorySystemContract.asked("what?", 7)))
          .containsExactly(new Item("", "likes ${env.HOME}", 0.5, "", List.of("D1:1")));
      assertThat(requests.getLast()).endsWith("{\"q\":\"what?\",\"limit\":7}");
      assertThat(keys).containsExactly("Token secret-1234");
    }
  }

  @Test
  void aKeyThatIsNotSetIsNamedBeforeAnythingIsSent() throws Exception {
    try (var memory = start(MAPPED)) {
      assertThatThrownBy(() -> memory.open("a", List.of()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("needs MINE_API_KEY");
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void aStatusThatIsNoSuccessIsAnErrorAndNeverAResult() throws Exception {
    Files.writeString(folder.resolve(".env"), "MINE_API_KEY=secret-1234\n");
    server.createContext("/find", x -> answer(x, 500, "text/html", "<h1>no</h1>"));
    try (var memory = start(MAPPED)) {
      assertThatThrownBy(() -> memory.search("a", MemorySystemContract.asked("what?", 7)))
          .isInstanceOfSatisfying(
              ProviderError.class, e -> assertThat(e.kind()).isEqualTo(ProviderError.Kind.REJECTED))
          .hasMessageContaining("status 500: <h1>no</h1>");
    }
  }

  /** As of 2025-11-25: both types accepted, events whose first is empty, a session, isError. */
  private void mcp(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    String accept = String.valueOf(headers.getFirst("Accept"));
    JsonNode asked = JsonFiles.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
    String method = asked.path("method").asText();
    requests.add(method + " " + asked.at("/params/arguments"));
    boolean known = "s-1".equals(headers.getFirst("mcp-session-id"));
    if (!accept.contains("application/json") || !accept.contains("text/event-stream")) {
      answer(exchange, 406, "text/plain", "not acceptable");
    } else if (!method.equals("initialize") && !known) {
      answer(exchange, 400, "text/plain", "no session");
    } else if (!asked.has("id")) {
      answer(exchange, 202, "text/plain", "");
    } else {
      exchange.getResponseHeaders().set("mcp-session-id", "s-1");
      String result =
          method.equals("initialize")
              ? "{\"protocolVersion\": \"2025-11-25\", \"serverInfo\": {\"name\": \"fake\"}}"
              : asked.at("/params/name").asText().equals("broken")
                  ? "{\"isError\": true, \"content\": [{\"type\": \"text\", \"text\": \"bad"
                      + " query\"}]}"
                  : "{\"content\": [{\"type\": \"text\", \"text\": \"{\\\"found\\\": [\\\"a"
                      + " kayak\\\"]}\"}]}";
      String reply =
          "{\"jsonrpc\": \"2.0\", \"id\": " + asked.get("id") + ", \"result\": " + result + "}";
      answer(
          exchange,
          200,
          "text/event-stream",
          "id: 0\ndata:\n\nevent: message\ndata: " + reply + "\n\n");
    }
  }

  private static final String TOOLS =
      """
      {"kind": "mcp", "url": "URL/mcp",
       "ingest": {"tool": "store", "arguments": {"text": "${turn.text}"}},
       "search": {"tool": "TOOL", "arguments": {"q": "${question}"}, "items": "/json/found"}}
      """;

  @Test
  void aServerOfMcpOverHttpIsGreetedAndItsEventsAreRead() throws Exception {
    server.createContext("/mcp", this::mcp);
    try (var memory = start(TOOLS.replace("TOOL", "find"))) {
      assertThat(memory.profile().name()).isEqualTo("fake");
      memory.ingest("a", MemorySystemContract.session(1, "one", "two"));
      assertThat(memory.search("a", MemorySystemContract.asked("what?", 7)))
          .extracting(Item::text)
          .containsExactly("a kayak");
    }
    assertThat(requests)
        .contains("tools/call {\"text\":\"one\"}", "tools/call {\"q\":\"what?\"}")
        .contains("notifications/initialized ");
  }

  @Test
  void aToolsErrorIsAnErrorAlthoughItComesAsAResult() throws Exception {
    server.createContext("/mcp", this::mcp);
    try (var memory = start(TOOLS.replace("TOOL", "broken"))) {
      assertThatThrownBy(() -> memory.search("a", MemorySystemContract.asked("what?", 7)))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("broken: bad query");
    }
  }
}
