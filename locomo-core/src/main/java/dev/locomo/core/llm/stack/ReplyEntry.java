package dev.locomo.core.llm.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stored reply: its name and its JSON. */
final class ReplyEntry {
  private static final int FORMAT = 1;

  private ReplyEntry() {}

  /**
   * The name: 64 hex digits of the SHA-256 of all that can change the reply.
   *
   * @param scope who is asked, and where
   */
  static String key(String scope, Ask ask) {
    var request = JsonFiles.MAPPER.createObjectNode();
    request.put("format", FORMAT).put("scope", scope).set("request", AskJson.of(ask));
    return Sha256.of(request.toString());
  }

  /** Content-filter stops and empty replies may pass: they are not kept. */
  static boolean worthKeeping(Reply reply) {
    return reply.finish() != Reply.Finish.FILTERED && !reply.text().isBlank();
  }

  /** What is stored; the prompt is not, it is in the name. */
  static String json(String scope, Ask ask, Reply reply) {
    var entry = JsonFiles.MAPPER.createObjectNode();
    entry.put("format", FORMAT).put("scope", scope);
    entry.set("request", AskJson.parameters(ask));
    entry
        .putObject("reply")
        .put("text", reply.text())
        .put("finish", reply.finish().name())
        .put("input_tokens", reply.inputTokens())
        .put("output_tokens", reply.outputTokens())
        .put("provider_model", reply.providerModel())
        .put("request_id", reply.requestId())
        .put("latency_ns", reply.latency().toNanos());
    return entry.toString();
  }

  /** The stored reply, marked as cached; empty when it cannot be understood. */
  static Optional<Reply> parse(String json) {
    try {
      return Optional.of(reply(JsonFiles.MAPPER.readTree(json).path("reply")));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Reply reply(JsonNode node) {
    if (!node.path("text").isTextual() || !node.path("latency_ns").isIntegralNumber()) {
      throw new IllegalArgumentException("not an entry");
    }
    return new Reply(
        node.path("text").textValue(),
        Reply.Finish.valueOf(node.path("finish").asText()),
        integer(node.path("input_tokens")),
        integer(node.path("output_tokens")),
        node.path("provider_model").textValue(),
        node.path("request_id").textValue(),
        Duration.ofNanos(node.path("latency_ns").longValue()),
        true);
  }

  private static @Nullable Integer integer(JsonNode node) {
    return node.isInt() ? node.intValue() : null;
  }
}
