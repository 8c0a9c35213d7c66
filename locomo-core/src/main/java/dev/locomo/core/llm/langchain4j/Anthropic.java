package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelFamily;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.llm.batch.BatchApi;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Anthropic's messages. It has neither a seed nor a JSON mode: both are left out. */
public final class Anthropic extends Dialect {
  /** The API has no default for it; this much every model may say. */
  static final int MAX_TOKENS = 4096;

  private static final String VERSION = "2023-06-01";

  /** Its own API. */
  public Anthropic() {
    super("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1");
  }

  @Override
  public ObjectNode effort(String word) {
    ObjectNode effort = JsonFiles.MAPPER.createObjectNode();
    effort.putObject("output_config").put("effort", word);
    return effort;
  }

  @Override
  ChatModel model(Route route, Ask ask, HttpClientBuilder wire) {
    return AnthropicChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.keyOrNone())
        .version(VERSION)
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxTokens(Objects.requireNonNullElse(ask.maxTokens(), MAX_TOKENS))
        .maxRetries(0)
        .build();
  }

  @Override
  public boolean hasBatches() {
    return true;
  }

  @Override
  BatchApi batches(LibraryLlm llm) {
    return new AnthropicBatches(llm);
  }

  @Override
  Map<String, String> headers(Route route) {
    return Map.of("x-api-key", route.keyOrNone(), "anthropic-version", VERSION);
  }

  /** Its cache keeps only what is marked. */
  @Override
  Mark mark(ModelFamily family) {
    return new Mark("\"cache_control\":{\"type\":\"ephemeral\"}", _ -> "");
  }

  @Override
  ObjectNode tools(List<Tool> tools) {
    return list(tools, "tools", (node, tool) -> describe(node, tool, "input_schema"));
  }

  /** What its cache gave and took is counted apart. */
  @Override
  ReplyShape replies() {
    return new ReplyShape(
        "/content",
        List.of(),
        "/stop_reason",
        List.of(
            "/usage/input_tokens",
            "/usage/cache_read_input_tokens",
            "/usage/cache_creation_input_tokens"),
        List.of("/usage/output_tokens"),
        List.of("/usage/cache_read_input_tokens"),
        "/usage/cache_creation_input_tokens",
        "/content",
        "/model",
        "/id");
  }
}
