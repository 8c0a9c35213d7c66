package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.locomo.core.llm.Ask;
import java.util.List;
import java.util.regex.Pattern;

/** OpenAI's chat completions, and every server that speaks them. */
record OpenAiDialect(Route route) implements Dialect {
  /** These refuse {@code max_tokens}; most compatible servers know nothing else. */
  private static final Pattern REASONING = Pattern.compile("(o\\d|gpt-5).*");

  @Override
  public ChatModel model(Ask ask, HttpClientBuilder wire) {
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
        .seed(Dialect.seed(ask))
        .responseFormat(Dialect.format(ask))
        .maxRetries(0)
        .build();
  }

  @Override
  public List<String> finishPointers() {
    return List.of("/choices/0/finish_reason");
  }
}
