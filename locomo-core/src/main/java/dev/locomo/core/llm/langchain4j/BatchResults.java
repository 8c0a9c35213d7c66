package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.batch.BatchApi.Result;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.HttpReply;
import dev.locomo.core.llm.http.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the providers' batches have in common: a line holds what a request would be answered. */
final class BatchResults {
  private BatchResults() {}

  /** A line or body as JSON; missing when it is none. */
  static JsonNode json(String text) {
    try {
      @Nullable JsonNode json = JsonFiles.MAPPER.readTree(text);
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** The id in an answer that must have one. */
  static String id(JsonNode answer) {
    String id = answer.path("id").textValue();
    if (id == null || id.isEmpty()) {
      throw new ProviderError(Kind.MALFORMED_REPLY, "an answer without an id", null, null);
    }
    return id;
  }

  /** An answer as a request of its own would have got it. */
  static HttpReply reply(int status, JsonNode body, List<String> requestId) {
    return new HttpReply(
        status, Map.of("x-request-id", requestId), body.toString(), body, Duration.ZERO);
  }

  /** Reads it in the same way. */
  static Result read(LibraryLlm llm, String id, HttpCall call, HttpReply raw) {
    try {
      if (raw.status() / 100 != 2) {
        return new Result(id, null, Refusal.inside(call, raw, raw.json()));
      }
      return new Result(id, llm.read(call, raw), null);
    } catch (ProviderError e) {
      return new Result(id, null, e);
    }
  }
}
