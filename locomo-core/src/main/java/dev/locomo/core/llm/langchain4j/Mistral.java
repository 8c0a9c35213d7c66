package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;

/** Mistral's chat completions. */
public final class Mistral extends Dialect {
  /** Its own API. */
  public Mistral() {
    super("mistral", "MISTRAL_API_KEY", "https://api.mistral.ai/v1");
  }

  @Override
  public String traceName() {
    return "mistral_ai";
  }

  @Override
  public ObjectNode effort(String word) {
    return JsonFiles.MAPPER.createObjectNode().put("reasoning_effort", word);
  }

  @Override
  ChatModel model(Route route, Ask ask, HttpClientBuilder wire) {
    return MistralAiChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.keyOrNone())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxTokens(ask.maxTokens())
        .randomSeed(seed(ask))
        .responseFormat(format(ask))
        .maxRetries(0)
        .build();
  }
}
