package dev.locomo.gen.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A moderation service with OpenAI's protocol: {@code {"input": text}} in, {@code results[0]} with
 * {@code flagged} and {@code categories} out. It is asked as models are, with their pace, retries
 * and cache; its reply is {@link #ACCEPTABLE}, or {@link #FLAGGED} and the categories.
 */
public final class ModerationService extends Provider {
  static final String ACCEPTABLE = "acceptable";
  static final String FLAGGED = "flagged: ";

  private final URI address;

  /**
   * @param address where texts are posted
   */
  public ModerationService(URI address) {
    super("moderation", "OPENAI_API_KEY", address.toString());
    this.address = address;
  }

  /** Itself as what is asked; its address tells its replies from those of another service. */
  public ModelSpec model() {
    return new ModelSpec(this, address.toString(), id(), null, null);
  }

  @Override
  public ChatLlm open(ModelSpec spec, Connection connection) {
    var headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    connection.keys().stream()
        .findFirst()
        .map(ApiKey::secret)
        .ifPresent(secret -> headers.put("Authorization", "Bearer " + secret));
    return ask -> verdict(ask, headers, connection.timeout());
  }

  private Reply verdict(Ask ask, Map<String, String> headers, Duration timeout)
      throws InterruptedException {
    String text = ask.messages().getLast().text();
    String body = JsonFiles.MAPPER.createObjectNode().put("input", text).toString();
    try {
      var answer = Http.post(new HttpCall(address, headers, body, timeout));
      return new Reply(
          verdict(answer.json().path("results").path(0)),
          Reply.Finish.STOP,
          null,
          null,
          null,
          answer.requestId(),
          answer.latency(),
          false);
    } catch (ProviderError e) {
      throw new ProviderError(e.kind(), "moderation: " + e.getMessage(), e.retryAfter(), e);
    }
  }

  private String verdict(JsonNode result) {
    if (!result.path("flagged").isBoolean()) {
      String what = address.getRawAuthority() + " answered without results[0].flagged";
      throw new ProviderError(Kind.MALFORMED_REPLY, what, null, null);
    }
    return !result.path("flagged").booleanValue()
        ? ACCEPTABLE
        : result.path("categories").properties().stream()
            .filter(category -> category.getValue().asBoolean())
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(", ", FLAGGED, ""));
  }
}
