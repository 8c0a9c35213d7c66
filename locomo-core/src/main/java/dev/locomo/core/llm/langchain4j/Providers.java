package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import java.time.Duration;

/** All providers that can be called. */
public final class Providers {
  private Providers() {}

  /** Opens a model; of several keys the first is used. Nothing is sent before the first ask. */
  public static ChatLlm open(ModelSpec spec, Connection connection) {
    return ask -> {
      long start = System.nanoTime();
      var response =
          OpenAiChatModel.builder()
              .baseUrl(connection.address(spec.provider()))
              .apiKey(connection.keys().stream().findFirst().map(ApiKey::secret).orElse(null))
              .modelName(ask.model())
              .temperature(ask.temperature())
              .topP(ask.topP())
              .maxTokens(ask.maxTokens())
              .maxRetries(0)
              .timeout(connection.timeout())
              .build()
              .chat(ask.messages().stream().map(Providers::message).toList());
      return new Reply(
          response.aiMessage().text(),
          Reply.Finish.STOP,
          null,
          null,
          response.modelName(),
          response.id(),
          Duration.ofNanos(System.nanoTime() - start),
          false);
    };
  }

  private static ChatMessage message(Ask.Message message) {
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(message.text());
      case USER -> UserMessage.from(message.text());
      case ASSISTANT -> AiMessage.from(message.text());
    };
  }
}
