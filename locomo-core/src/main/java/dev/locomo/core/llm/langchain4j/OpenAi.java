package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;

/** OpenAI's chat completions, and with a base URL every server that speaks them. */
public class OpenAi extends Dialect {
  /** OpenAI itself. */
  public OpenAi() {
    this("openai", "OPENAI_API_KEY", "https://api.openai.com/v1");
  }

  /** Another service that speaks the same. */
  OpenAi(String id, String keyVariable, String baseUrl) {
    super(id, keyVariable, baseUrl);
  }

  @Override
  public boolean knowsCompletionLimit() {
    return true;
  }

  @Override
  public ObjectNode effort(String word) {
    return JsonFiles.MAPPER.createObjectNode().put("reasoning_effort", word);
  }

  @Override
  ChatModel model(Route route, Ask ask, HttpClientBuilder wire) {
    return OpenAiChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.key())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxTokens(ask.maxTokens())
        .seed(seed(ask))
        .responseFormat(format(ask))
        .maxRetries(0)
        .build();
  }
}
