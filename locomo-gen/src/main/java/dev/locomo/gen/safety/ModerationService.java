package dev.locomo.gen.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.Time;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A moderation service with OpenAI's protocol: {@code {"input": text}} in, {@code results[0]} with
 * {@code flagged} and {@code categories} out. A request that fails for a reason that may pass is
 * sent again. Safe for many threads.
 */
public final class ModerationService implements Moderation {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI address;
  private final Map<String, String> headers = new HashMap<>();
  private final Time time;

  /**
   * @param address where texts are posted
   * @param key sent as a bearer token, the first of several; empty for none
   * @param time what waits between attempts
   */
  public ModerationService(URI address, String key, Time time) {
    this.address = address;
    this.time = time;
    String first = key.split(",", 2)[0].strip();
    headers.put("Content-Type", "application/json");
    if (!first.isEmpty()) {
      headers.put("Authorization", "Bearer " + first);
    }
  }

  @Override
  public Optional<String> flagged(String text) throws InterruptedException {
    String body = JsonFiles.MAPPER.createObjectNode().put("input", text).toString();
    var call = new HttpCall(address, headers, body, PATIENCE);
    var policy = RetryPolicy.STANDARD;
    for (int attempt = 1; ; attempt++) {
      try {
        return verdict(Http.post(call).json());
      } catch (ProviderError e) {
        if (!e.kind().retryable() || attempt == policy.attempts()) {
          throw new ProviderError(e.kind(), "moderation: " + e.getMessage(), null, e);
        }
        time.sleep(policy.wait(attempt, e.retryAfter(), new SplittableRandom(attempt)));
      }
    }
  }

  private Optional<String> verdict(JsonNode reply) {
    JsonNode result = reply.path("results").path(0);
    if (!result.path("flagged").isBoolean()) {
      throw new ProviderError(
          Kind.MALFORMED_REPLY,
          address.getRawAuthority() + " answered without results[0].flagged",
          null,
          null);
    }
    if (!result.path("flagged").booleanValue()) {
      return Optional.empty();
    }
    return Optional.of(
        result.path("categories").properties().stream()
            .filter(category -> category.getValue().asBoolean())
            .map(category -> category.getKey())
            .sorted()
            .collect(Collectors.joining(", ")));
  }
}
