package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.output.TokenUsage;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Tokens;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages. It has neither a seed nor a JSON mode: both are left out. */
public final class Anthropic extends Dialect {
  /** The API has no default for it; this much every model may say. */
  static final int MAX_TOKENS = 4096;

  /** Its own API. */
  public Anthropic() {
    super("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1");
  }

  @Override
  ChatModel model(Route route, Ask ask, HttpClientBuilder wire) {
    return AnthropicChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.keyOrNone())
        .version("2023-06-01")
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxTokens(Objects.requireNonNullElse(ask.maxTokens(), MAX_TOKENS))
        .maxRetries(0)
        .build();
  }

  /** Its cache keeps only what is marked. */
  @Override
  boolean marksShared() {
    return true;
  }

  /** It counts only what its cache neither gave nor took. */
  @Override
  @Nullable Integer inputTokens(TokenUsage usage, Tokens.Prefix prefix) {
    Integer rest = usage.inputTokenCount();
    return rest == null ? null : (Integer) Math.toIntExact(rest + prefix.read() + prefix.written());
  }

  @Override
  Tokens.Prefix prefix(JsonNode reply) {
    return new Tokens.Prefix(
        number(reply, "/usage/cache_read_input_tokens"),
        number(reply, "/usage/cache_creation_input_tokens"));
  }

  @Override
  List<String> finishPointers() {
    return List.of("/stop_reason");
  }
}
