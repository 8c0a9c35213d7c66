package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.output.TokenUsage;
import dev.locomo.core.llm.Ask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between providers.
 *
 * <p>A model of the library is made for each set of parameters, so that every one is passed
 * explicitly and none of the library's defaults counts; null is not sent.
 */
interface Dialect {
  /** A model that sends requests with these parameters, without retries, over this wire. */
  ChatModel model(Ask ask, HttpClientBuilder wire);

  /** JSON pointers to where a reply says why it ended; the first that is there counts. */
  List<String> finishPointers();

  /** The tokens of the reply that are paid for, hidden reasoning included; or null. */
  default @Nullable Integer outputTokens(TokenUsage usage) {
    return usage.outputTokenCount();
  }

  /** JSON mode where it is asked for. */
  static @Nullable ResponseFormat format(Ask ask) {
    return ask.json() ? ResponseFormat.JSON : null;
  }

  /**
   * The seed as the providers take it: the low 31 bits, which leaves every seed that they take by
   * itself as it is.
   */
  static @Nullable Integer seed(Ask ask) {
    return ask.seed() == null ? null : (int) (ask.seed() & Integer.MAX_VALUE);
  }
}
