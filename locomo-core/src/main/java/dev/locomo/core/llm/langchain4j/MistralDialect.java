package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.locomo.core.llm.Ask;
import java.util.List;

/** Mistral's chat completions. */
record MistralDialect(Route route) implements Dialect {
  @Override
  public ChatModel model(Ask ask, HttpClientBuilder wire) {
    return MistralAiChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.keyOrNone())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxTokens(ask.maxTokens())
        .randomSeed(Dialect.seed(ask))
        .responseFormat(Dialect.format(ask))
        .maxRetries(0)
        .build();
  }

  @Override
  public List<String> finishPointers() {
    return List.of("/choices/0/finish_reason");
  }
}
