package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import java.util.List;

/**
 * Ollama's chat; needs no key. Its server cuts a long prompt in silence to its default window, so
 * the window is sent where the model's is known.
 */
public final class Ollama extends Dialect {
  /** A server on this machine. */
  public Ollama() {
    super("ollama", null, "http://localhost:11434");
  }

  @Override
  public boolean sendsWindow() {
    return true;
  }

  @Override
  public ObjectNode effort(String word) {
    ObjectNode effort = JsonFiles.MAPPER.createObjectNode();
    return switch (word) {
      case "none", "false" -> effort.put("think", false);
      case "true" -> effort.put("think", true);
      default -> effort.put("think", word);
    };
  }

  @Override
  ChatModel model(Route route, Ask ask, HttpClientBuilder wire) {
    return OllamaChatModel.builder()
        .httpClientBuilder(wire)
        .baseUrl(route.address())
        .modelName(ask.model())
        .temperature(ask.temperature())
        .topP(ask.topP())
        .numPredict(ask.maxTokens())
        .numCtx(route.context())
        .seed(seed(ask))
        .responseFormat(format(ask))
        .maxRetries(0)
        .build();
  }

  @Override
  ReplyShape replies() {
    return new ReplyShape(
        "/message/content",
        List.of(),
        "/done_reason",
        List.of("/prompt_eval_count"),
        List.of("/eval_count"),
        List.of(),
        "",
        "/message/tool_calls",
        "/model",
        "/id");
  }
}
