package dev.locomo.rag.memory.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.run.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a server of the Model Context Protocol, over stdio or streamable HTTP. It is greeted
 * as of revision 2025-11-25; a server that knows no {@code initialize} is asked as of 2026-07-28,
 * which keeps no session.
 *
 * <p>A tool's result is what it returns, with {@code json} added where its only text is JSON, so
 * that pointers reach into servers that give no structured content.
 */
public final class McpWire implements Wire {
  private static final String STATELESS = "2026-07-28";
  private static final int SHOWN = 2_000;
  private static final Set<String> KNOWN =
      Set.of("2024-11-05", "2025-03-26", "2025-06-18", McpHttp.REVISION);

  private McpChannel channel;
  private boolean stateless;
  private final ObjectNode about;

  /**
   * Reaches a server that is a child process.
   *
   * @param timeout the most its start may take
   */
  public static McpWire stdio(LineProcess.Start start, Duration timeout)
      throws InterruptedException {
    return new McpWire(() -> McpChannel.lines(new LineProcess(start)), timeout);
  }

  /** Reaches a server at an address. */
  public static McpWire http(HttpWire http, Duration timeout) throws InterruptedException {
    return new McpWire(() -> new McpHttp(http), timeout);
  }

  private McpWire(Supplier<McpChannel> open, Duration timeout) throws InterruptedException {
    channel = open.get();
    try {
      about = greet(open, timeout);
    } catch (InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private ObjectNode greet(Supplier<McpChannel> open, Duration timeout)
      throws InterruptedException {
    ObjectNode params =
        JsonFiles.MAPPER.createObjectNode().put("protocolVersion", McpHttp.REVISION);
    params.putObject("capabilities");
    params.set("clientInfo", client());
    JsonNode result;
    try {
      result = request("initialize", params, timeout);
      String revision = result.path("protocolVersion").asText();
      if (!KNOWN.contains(revision)) {
        throw new ProviderError(
            Kind.REJECTED,
            "it speaks revision '" + revision + "' of MCP, not one of " + KNOWN,
            null,
            null);
      }
      channel.speaks(revision);
      channel.tell(message("notifications/initialized", null), timeout);
    } catch (ProviderError e) {
      if (e.kind() != Kind.REJECTED && e.kind() != Kind.CONNECTION) {
        throw e;
      }
      channel.close();
      channel = open.get();
      stateless = true;
      try {
        result = request("server/discover", JsonFiles.MAPPER.createObjectNode(), timeout);
      } catch (ProviderError second) {
        throw e;
      }
    }
    JsonNode server = result.path("serverInfo");
    var said = JsonFiles.MAPPER.createObjectNode();
    said.put("name", server.path("name").asText());
    return said.put("version", server.path("version").asText());
  }

  private static ObjectNode client() {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("name", "locomo")
        .put("version", Version.program());
  }

  private static ObjectNode message(String method, @Nullable ObjectNode params) {
    ObjectNode message = JsonFiles.MAPPER.createObjectNode().put("jsonrpc", "2.0");
    message.put("method", method);
    if (params != null) {
      message.set("params", params);
    }
    return message;
  }

  /**
   * Makes a request of the protocol.
   *
   * @throws ProviderError as {@link #call}
   */
  public JsonNode request(String method, ObjectNode params, Duration timeout)
      throws InterruptedException {
    if (stateless) {
      ObjectNode meta = params.putObject("_meta");
      meta.put("io.modelcontextprotocol/protocolVersion", STATELESS);
      meta.set("io.modelcontextprotocol/clientInfo", client());
      meta.putObject("io.modelcontextprotocol/clientCapabilities");
    }
    JsonNode reply = channel.exchange(message(method, params), timeout);
    if (reply.has("error")) {
      JsonNode error = reply.path("error");
      throw new ProviderError(
          Kind.REJECTED,
          method + ": " + error.path("message").asText(error.toString()),
          null,
          null);
    }
    if (!reply.path("result").isObject()) {
      throw new ProviderError(Kind.MALFORMED_REPLY, method + ": no result", null, null);
    }
    return reply.path("result");
  }

  @Override
  public List<JsonNode> tools(Duration timeout) throws InterruptedException {
    var tools = new ArrayList<JsonNode>();
    String next = "";
    do {
      ObjectNode params = JsonFiles.MAPPER.createObjectNode();
      if (!next.isEmpty()) {
        params.put("cursor", next);
      }
      JsonNode page = request("tools/list", params, timeout);
      page.path("tools").forEach(tools::add);
      next = page.path("nextCursor").asText("");
    } while (!next.isEmpty() && tools.size() < 1000);
    return tools;
  }

  @Override
  public JsonNode call(String target, @Nullable JsonNode body, Duration timeout)
      throws InterruptedException {
    ObjectNode params = JsonFiles.MAPPER.createObjectNode().put("name", target);
    params.set("arguments", body == null ? JsonFiles.MAPPER.createObjectNode() : body);
    ObjectNode result = (ObjectNode) request("tools/call", params, timeout);
    String text = result.at("/content/0/text").asText("");
    if (result.path("isError").asBoolean()) {
      String line = text.isBlank() ? "an error without a text" : text.replaceAll("\\s+", " ");
      String shown = line.substring(0, Math.min(SHOWN, line.length()));
      throw new ProviderError(Kind.REJECTED, target + ": " + shown, null, null);
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        result.set("json", JsonFiles.MAPPER.readTree(text));
      } catch (JsonProcessingException e) {
        // It is a text that begins so.
      }
    }
    return result;
  }

  @Override
  public JsonNode about() {
    return about;
  }

  @Override
  public boolean alive() {
    return channel.alive();
  }

  @Override
  public void close() {
    channel.close();
  }
}
