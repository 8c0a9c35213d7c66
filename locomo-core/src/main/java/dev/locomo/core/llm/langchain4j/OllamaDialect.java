package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.locomo.core.llm.Ask;
import java.util.List;

/**
 * Ollama's chat. Its server cuts a long prompt in silence to its default window, so the window is
 * sent where the model's is known.
 */
record OllamaDialect(Route route) implements Dialect {
  @Override
  public ChatModel model(Ask ask, HttpClientBuilder wire) {
    return OllamaChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .numPredict(ask.maxTokens())
        .numCtx(route.context())
        .seed(Dialect.seed(ask))
        .responseFormat(Dialect.format(ask))
        .maxRetries(0)
        .build();
  }

  @Override
  public List<String> finishPointers() {
    return List.of("/done_reason");
  }
}
