package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelFamily;
import dev.locomo.core.llm.batch.BatchApi;
import org.jspecify.annotations.Nullable;

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
  public boolean speaksOpenAi() {
    return true;
  }

  @Override
  public ObjectNode effort(String word) {
    return JsonFiles.MAPPER.createObjectNode().put("reasoning_effort", word);
  }

  /** Services that speak the same have none of the kind. */
  @Override
  public boolean hasBatches() {
    return id().equals("openai");
  }

  @Override
  BatchApi batches(LibraryLlm llm) {
    return new OpenAiBatches(llm);
  }

  /**
   * Newer models keep, at a price, the whole prompt where they are not told what will come again.
   */
  @Override
  @Nullable Mark mark(ModelFamily family) {
    return family.marked()
        ? new Mark("\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}", OpenAi::keeping)
        : null;
  }

  private static String keeping(String shared) {
    ObjectNode patch = JsonFiles.MAPPER.createObjectNode();
    patch.putObject("prompt_cache_options").put("mode", "explicit");
    return patch.put("prompt_cache_key", Sha256.of(shared).substring(0, 32)).toString();
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
