package dev.locomo.rag.memory.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The contract over the lines of a child process. */
public final class ProcessWire implements Wire {
  private final LineProcess process;
  private final JsonNode about;

  /**
   * Starts it and asks what it is.
   *
   * @param protocol version of the contract
   * @param timeout the most its start may take
   * @throws ProviderError as {@link #call}
   */
  public ProcessWire(LineProcess.Start start, String protocol, Duration timeout)
      throws InterruptedException {
    process = new LineProcess(start);
    try {
      ObjectNode params = JsonFiles.MAPPER.createObjectNode().put("protocol", protocol);
      about = call("hello", params, timeout);
    } catch (InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  @Override
  public JsonNode call(String target, @Nullable JsonNode body, Duration timeout)
      throws InterruptedException {
    ObjectNode message = JsonFiles.MAPPER.createObjectNode().put("op", target);
    message.set("params", body);
    JsonNode reply = process.exchange(message, timeout);
    if (reply.has("error")) {
      throw error(reply.path("error"));
    }
    if (!reply.path("result").isContainerNode()) {
      throw new ProviderError(
          Kind.MALFORMED_REPLY, "a reply with neither result nor error", null, null);
    }
    return reply.path("result");
  }

  /** An error as the contract has it. */
  static ProviderError error(JsonNode error) {
    String kind = error.path("kind").asText("fatal");
    String message = error.path("message").asText(error.toString());
    return new ProviderError(
        kind.equals("retry") ? Kind.UNAVAILABLE : Kind.REJECTED,
        kind + " error: " + message.lines().findFirst().orElse(""),
        null,
        null);
  }

  @Override
  public JsonNode about() {
    return about;
  }

  @Override
  public boolean alive() {
    return process.alive();
  }

  @Override
  public void close() {
    process.close();
  }
}
