package dev.locomo.core.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer.
 *
 * @param status 200 to 299
 * @param headers all of them, names in lower case
 * @param body as received
 * @param json the body, parsed: an object or an array
 * @param latency from the first byte sent to the last byte received
 */
public record HttpReply(
    int status, Map<String, List<String>> headers, String body, JsonNode json, Duration latency) {
  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "request-id", "mistral-correlation-id");

  /** The provider's id of the request, for questions to its support; or null. */
  public @Nullable String requestId() {
    return REQUEST_IDS.stream().map(this::header).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** The first value of a header named in lower case, or null. */
  public @Nullable String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.getFirst();
  }

  /** The text at a JSON pointer, or null when there is none. */
  public @Nullable String text(String pointer) {
    return json.at(pointer).textValue();
  }
}
