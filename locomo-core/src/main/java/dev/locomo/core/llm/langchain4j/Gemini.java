package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Google's Gemini API. */
public final class Gemini extends Dialect {
  /** Its own API. */
  public Gemini() {
    super("google", "GOOGLE_API_KEY", "https://generativelanguage.googleapis.com/v1beta");
  }

  @Override
  public String traceName() {
    return "gcp.gemini";
  }

  @Override
  public ObjectNode effort(String word) {
    ObjectNode effort = JsonFiles.MAPPER.createObjectNode();
    effort.putObject("generationConfig").putObject("thinkingConfig").put("thinkingLevel", word);
    return effort;
  }

  @Override
  ChatModel model(Route route, Ask ask, HttpClientBuilder wire) {
    return GoogleAiGeminiChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.keyOrNone())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxOutputTokens(ask.maxTokens())
        .seed(seed(ask))
        .responseFormat(format(ask))
        .maxRetries(0)
        .build();
  }

  /** A prompt that was blocked has no candidates. */
  @Override
  List<String> finishPointers() {
    return List.of("/candidates/0/finishReason", "/promptFeedback/blockReason");
  }

  @Override
  @Nullable Integer outputTokens(TokenUsage usage) {
    Integer said = usage.outputTokenCount();
    Integer thought =
        usage instanceof GoogleAiGeminiTokenUsage gemini ? gemini.thoughtsTokenCount() : null;
    if (said == null || thought == null) {
      return said == null ? thought : said;
    }
    return said + thought;
  }
}
