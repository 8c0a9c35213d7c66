package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Tool;
import java.util.List;

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

  @Override
  ObjectNode tools(List<Tool> tools) {
    ObjectNode patch = JsonFiles.MAPPER.createObjectNode();
    patch
        .putArray("tools")
        .add(
            list(
                tools,
                "functionDeclarations",
                (node, tool) -> describe(node, tool, "parametersJsonSchema")));
    return patch;
  }

  /** A prompt that was blocked has no candidates. Thoughts are counted by themselves. */
  @Override
  ReplyShape replies() {
    return new ReplyShape(
        "/candidates/0/content/parts",
        List.of("/promptFeedback/blockReason"),
        "/candidates/0/finishReason",
        List.of("/usageMetadata/promptTokenCount"),
        List.of("/usageMetadata/candidatesTokenCount", "/usageMetadata/thoughtsTokenCount"),
        List.of("/usageMetadata/cachedContentTokenCount"),
        "",
        "/candidates/0/content/parts",
        "/modelVersion",
        "/responseId");
  }
}
