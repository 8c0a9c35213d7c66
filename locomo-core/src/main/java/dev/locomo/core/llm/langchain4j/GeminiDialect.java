package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import dev.locomo.core.llm.Ask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Google's Gemini API. */
record GeminiDialect(Route route) implements Dialect {
  @Override
  public ChatModel model(Ask ask, HttpClientBuilder wire) {
    return GoogleAiGeminiChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.keyOrNone())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxOutputTokens(ask.maxTokens())
        .seed(Dialect.seed(ask))
        .responseFormat(Dialect.format(ask))
        .maxRetries(0)
        .build();
  }

  /** A prompt that was blocked has no candidates. */
  @Override
  public List<String> finishPointers() {
    return List.of("/candidates/0/finishReason", "/promptFeedback/blockReason");
  }

  @Override
  public @Nullable Integer outputTokens(TokenUsage usage) {
    Integer said = usage.outputTokenCount();
    Integer thought =
        usage instanceof GoogleAiGeminiTokenUsage gemini ? gemini.thoughtsTokenCount() : null;
    if (said == null || thought == null) {
      return said == null ? thought : said;
    }
    return said + thought;
  }
}
