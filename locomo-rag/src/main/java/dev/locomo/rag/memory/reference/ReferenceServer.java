package dev.locomo.rag.memory.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.http.LocalServer;
import dev.locomo.rag.memory.reference.ReferenceMemory.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks for a {@link ReferenceMemory}: lines of the contract or of MCP on stdin and stdout, the
 * contract's HTTP at {@code /v1/}, MCP over streamable HTTP at {@code /mcp}.
 */
public record ReferenceServer(ReferenceMemory memory) {
  /** Answers each line until there are no more. */
  public void lines(InputStream in, PrintWriter out) {
    var lines = new BufferedReader(new InputStreamReader(in, UTF_8)).lines();
    for (String line : (Iterable<String>) lines::iterator) {
      JsonNode reply = reply(line);
      if (reply != null) {
        out.print(reply + "\n");
        out.flush();
      }
    }
  }

  /**
   * Serves until the process is ended.
   *
   * @param port of the loopback address
   * @throws UserError when it is taken
   */
  public void until(int port, Consumer<String> address) throws InterruptedException {
    try {
      address.accept("http://127.0.0.1:" + http(port).getAddress().getPort());
    } catch (IOException e) {
      throw new UserError("port " + port + " cannot be served (" + UserFile.why(e) + ")", "--port");
    }
    new CountDownLatch(1).await();
  }

  /**
   * Serves on the loopback address until it is stopped.
   *
   * @param port 0 for a free one
   */
  public HttpServer http(int port) throws IOException {
    var server = LocalServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.createContext("/v1/", this::operation);
    server.createContext("/mcp", this::mcp);
    server.start();
    return server;
  }

  private @Nullable JsonNode reply(String line) {
    JsonNode message;
    try {
      message = JsonFiles.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      message = JsonFiles.MAPPER.createObjectNode();
    }
    if (message.has("jsonrpc")) {
      return rpc(message);
    }
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode();
    reply.set("id", message.get("id"));
    try {
      reply.set("result", memory.handle(message.path("op").asText(), message.path("params")));
    } catch (Refused e) {
      reply.putObject("error").put("kind", "fatal").put("message", e.getMessage());
    }
    return reply;
  }

  private @Nullable JsonNode rpc(JsonNode message) {
    if (!message.has("id")) {
      return null;
    }
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode().put("jsonrpc", "2.0");
    reply.set("id", message.get("id"));
    switch (message.path("method").asText()) {
      case "initialize" -> {
        ObjectNode result = reply.putObject("result");
        result.set("protocolVersion", message.at("/params/protocolVersion"));
        result.putObject("capabilities").putObject("tools");
        JsonNode hello = memory.handle("hello", message);
        result
            .putObject("serverInfo")
            .put("name", hello.path("name").asText())
            .put("version", hello.path("version").asText());
      }
      case "ping" -> reply.putObject("result");
      case "tools/list" -> {
        var tools = reply.putObject("result").putArray("tools");
        ReferenceMemory.OPERATIONS.forEach(name -> describe(name, tools.addObject()));
      }
      case "tools/call" -> call(message.path("params"), reply.putObject("result"));
      default -> reply.putObject("error").put("code", -32601).put("message", "no such method");
    }
    return reply;
  }

  private static void describe(String operation, ObjectNode tool) {
    boolean search = operation.equals("search");
    tool.put("name", operation).putObject("annotations").put("readOnlyHint", search);
    ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
    if (search) {
      tool.put("description", "Finds what was said in the words of a question, best first.");
      ObjectNode properties = schema.putObject("properties");
      properties.putObject("namespace").put("type", "string");
      properties.putObject("question").put("type", "string");
      properties.putObject("k").put("type", "integer");
      schema.putArray("required").add("namespace").add("question").add("k");
    }
  }

  private void call(JsonNode params, ObjectNode result) {
    ObjectNode content = result.putArray("content").addObject().put("type", "text");
    try {
      var structured = memory.handle(params.path("name").asText(), params.path("arguments"));
      content.put("text", structured.toString());
      result.set("structuredContent", structured);
    } catch (Refused e) {
      content.put("text", e.getMessage());
      result.put("isError", true);
    }
  }

  private void operation(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring("/v1/".length());
    try {
      JsonNode params = JsonFiles.MAPPER.readTree(exchange.getRequestBody());
      send(exchange, 200, memory.handle(name, params));
    } catch (Refused | JsonProcessingException e) {
      ObjectNode error = JsonFiles.MAPPER.createObjectNode();
      send(exchange, 400, error.put("kind", "fatal").put("message", e.getMessage()));
    }
  }

  private void mcp(HttpExchange exchange) throws IOException {
    JsonNode reply = reply(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    send(exchange, reply == null ? 202 : 200, reply);
  }

  private static void send(HttpExchange exchange, int status, @Nullable JsonNode reply)
      throws IOException {
    byte[] body = reply == null ? new byte[0] : reply.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (exchange;
        var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
