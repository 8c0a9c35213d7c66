package dev.locomo.rag.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of MCP of each revision of the protocol. */
class McpRevisionTest {
  private static final String DESCRIPTOR =
      """
      {"kind": "mcp", "url": "URL", "ingest": {"tool": "keep"},
       "search": {"tool": "find", "items": "/content", "text": "/text"}}
      """;

  @TempDir Path folder;

  /** What {@code initialize} is answered with; empty where there is no such method. */
  private String initialized = "";

  private boolean discovers;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    JsonNode message =
        text.isEmpty() ? JsonFiles.MAPPER.nullNode() : JsonFiles.MAPPER.readTree(text);
    String method = message.path("method").asText(exchange.getRequestMethod());
    String meta = message.at("/params/_meta/io.modelcontextprotocol~1protocolVersion").asText();
    String version = exchange.getRequestHeaders().getFirst("MCP-Protocol-Version");
    seen.add(method + " " + version + (meta.isEmpty() ? "" : " as " + meta));
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode().put("jsonrpc", "2.0");
    reply.set("id", message.path("id"));
    switch (method) {
      case "initialize" -> greet(reply, initialized);
      case "server/discover" -> greet(reply, discovers ? "2026-07-28" : "");
      case "tools/call" ->
          reply.putObject("result").putArray("content").addObject().put("text", "found");
      default -> reply.removeAll();
    }
    byte[] body = reply.isEmpty() ? new byte[0] : reply.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(body.length == 0 ? 202 : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void greet(ObjectNode reply, String revision) {
    if (revision.isEmpty()) {
      reply.putObject("error").put("code", -32601).put("message", "no such method");
    } else {
      ObjectNode result = reply.putObject("result").put("protocolVersion", revision);
      result.putObject("serverInfo").put("name", "scripted").put("version", "7");
    }
  }

  private MemorySystem reached() throws Exception {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp/";
    return MemorySystemContract.start(folder, DESCRIPTOR.replace("URL", url));
  }

  @Test
  void anOlderServerIsSpokenToInTheRevisionThatItNames() throws Exception {
    initialized = "2025-03-26";
    try (var memory = reached()) {
      assertThat(memory.profile().version()).isEqualTo("7");
      assertThat(memory.search("n", MemorySystemContract.asked("x", 1))).hasSize(1);
    }
    assertThat(seen)
        .startsWith("initialize null", "notifications/initialized 2025-03-26")
        .contains("tools/call 2025-03-26");
  }

  @Test
  void aServerThatKnowsNoInitializeIsAskedAsOfTheRevisionWithoutSessions() throws Exception {
    discovers = true;
    try (var memory = reached()) {
      assertThat(memory.profile().name()).isEqualTo("scripted");
      assertThat(memory.search("n", MemorySystemContract.asked("x", 1))).hasSize(1);
    }
    assertThat(seen)
        .startsWith("initialize null", "server/discover 2026-07-28 as 2026-07-28")
        .contains("tools/call 2026-07-28 as 2026-07-28");
  }

  @Test
  void aServerOfARevisionThatIsNotKnownSaysWhich() throws Exception {
    initialized = "2031-01-01";
    try (var memory = reached()) {
      assertThatThrownBy(memory::profile)
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("2031-01-01");
    }
  }
}
