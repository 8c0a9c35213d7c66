package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.locomo.core.llm.Ask;
import java.util.regex.Pattern;

/** OpenAI's chat completions, and with a base URL every server that speaks them. */
public class OpenAi extends Dialect {
  /** These refuse {@code max_tokens}; most compatible servers know nothing else. */
  private static final Pattern REASONING = Pattern.compile("(o\\d|gpt-5).*");

  /** OpenAI itself. */
  public OpenAi() {
    this("openai", "OPENAI_API_KEY", "https://api.openai.com/v1");
  }

  /** Another service that speaks the same. */
  OpenAi(String id, String keyVariable, String baseUrl) {
    super(id, keyVariable, baseUrl);
  }

  @Override
  ChatModel model(Route route, Ask ask, HttpClientBuilder wire) {
    boolean reasoning = REASONING.matcher(ask.model()).matches();
    return OpenAiChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .apiKey(route.key())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .maxTokens(reasoning ? null : ask.maxTokens())
        .maxCompletionTokens(reasoning ? ask.maxTokens() : null)
        .seed(seed(ask))
        .responseFormat(format(ask))
        .maxRetries(0)
        .build();
  }
}
