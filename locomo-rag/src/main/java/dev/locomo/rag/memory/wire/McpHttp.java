package dev.locomo.rag.memory.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Network;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One POST a message; answers are JSON or events, the first of which may be empty. */
final class McpHttp implements McpChannel {
  /** The revision that it is greeted as of. */
  static final String REVISION = "2025-11-25";

  private final HttpWire http;
  private final AtomicLong ids = new AtomicLong();
  private volatile String session = "";
  private volatile String revision = "";
  private volatile boolean lost;

  McpHttp(HttpWire http) {
    this.http = http;
  }

  @Override
  public JsonNode exchange(ObjectNode request, Duration timeout) throws InterruptedException {
    long id = ids.incrementAndGet();
    String text = post(request.put("id", id), timeout);
    for (String event : text.startsWith("{") ? List.of(text) : events(text)) {
      JsonNode answer = HttpWire.json(event);
      if (answer.path("id").asLong() == id && !answer.has("method")) {
        return answer;
      }
    }
    throw new ProviderError(Kind.MALFORMED_REPLY, "no event answers the request", null, null);
  }

  /** The data of each event that has any. */
  private static List<String> events(String stream) {
    var events = new ArrayList<String>();
    for (String event : stream.replace("\r\n", "\n").split("\n\n", -1)) {
      var data =
          event
              .lines()
              .filter(line -> line.startsWith("data:"))
              .map(line -> line.substring("data:".length()).strip())
              .toList();
      String text = String.join("\n", data);
      if (!text.isBlank()) {
        events.add(text);
      }
    }
    return events;
  }

  @Override
  public void tell(ObjectNode notice, Duration timeout) throws InterruptedException {
    post(notice, timeout);
  }

  private String post(ObjectNode message, Duration timeout) throws InterruptedException {
    JsonNode meta = message.at("/params/_meta/io.modelcontextprotocol~1protocolVersion");
    var request = builder(meta.asText(revision));
    if (meta.isTextual()) {
      request.header("Mcp-Method", message.path("method").asText());
    }
    var body = BodyPublishers.ofString(message.toString());
    var answer = http.send(request.POST(body).build(), timeout);
    if (answer.statusCode() == 404 && !session.isEmpty()) {
      lost = true;
      throw new ProviderError(Kind.CONNECTION, "the server forgot the session", null, null);
    }
    if (answer.statusCode() / 100 != 2) {
      throw HttpWire.refusal(answer);
    }
    answer.headers().firstValue("mcp-session-id").ifPresent(id -> session = id);
    return answer.body().strip();
  }

  @Override
  public void speaks(String agreed) {
    revision = agreed;
  }

  private HttpRequest.Builder builder(String version) {
    var request = Network.request(URI.create(http.base()));
    http.headers().forEach(request::setHeader);
    request.setHeader("Content-Type", "application/json");
    request.setHeader("Accept", "application/json, text/event-stream");
    if (!session.isEmpty()) {
      request.setHeader("mcp-session-id", session);
    }
    if (!version.isEmpty()) {
      request.setHeader("MCP-Protocol-Version", version);
    }
    return request;
  }

  @Override
  public boolean alive() {
    return !lost;
  }

  /** Says that the session is over; whoever does not listen forgets it by itself. */
  @Override
  public void close() {
    if (!session.isEmpty() && !lost) {
      try {
        var end = builder(revision).DELETE().build();
        var _ = http.client().send(end, BodyHandlers.discarding());
      } catch (IOException | InterruptedException e) {
        // Nothing depends on it.
      }
    }
    session = "";
  }
}
