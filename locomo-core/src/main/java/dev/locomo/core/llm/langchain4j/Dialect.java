package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.output.TokenUsage;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Endpoint;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.Tokens;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider that the library calls: only what differs between them.
 *
 * <p>A model of the library is made for each set of parameters, so that every one is passed
 * explicitly and none of the library's defaults counts; null is not sent. Of the library only what
 * a provider needs is loaded, when it is first asked.
 */
abstract class Dialect extends Provider {
  Dialect(String id, @Nullable String keyVariable, String baseUrl) {
    super(id, keyVariable, baseUrl);
  }

  /**
   * Where requests are sent.
   *
   * @param endpoint where the API is
   * @param key the key, or null for a server that needs none
   * @param context the model's token limit, or null when unknown
   */
  record Route(Endpoint endpoint, @Nullable String key, @Nullable Integer context) {
    /** The API, version path included, without a slash at the end and without a query. */
    String address() {
      return endpoint.address();
    }

    /** The key, or a word for it where the library insists on one. */
    String keyOrNone() {
      return key == null ? "none" : key;
    }

    /** Without the key. */
    @Override
    public String toString() {
      return endpoint.toString();
    }
  }

  /** A model that sends requests with these parameters, without retries, over this wire. */
  abstract ChatModel model(Route route, Ask ask, HttpClientBuilder wire);

  /** JSON pointers to where a reply says why it ended; the first that is there counts. */
  List<String> finishPointers() {
    return List.of("/choices/0/finish_reason");
  }

  /** Whether the end of what requests share is marked in them, so that the provider keeps it. */
  boolean marksShared() {
    return false;
  }

  /** The tokens of the prompt, those of a prefix cache included; or null. */
  @Nullable Integer inputTokens(TokenUsage usage, Tokens.Prefix prefix) {
    return usage.inputTokenCount();
  }

  /** What the provider's prefix cache gave or took; the first number of several pointers counts. */
  Tokens.Prefix prefix(JsonNode reply) {
    return new Tokens.Prefix(
        number(
            reply,
            "/usage/prompt_tokens_details/cached_tokens",
            "/usage/prompt_cache_hit_tokens",
            "/usage/num_cached_tokens"),
        number(reply, "/usage/prompt_tokens_details/cache_write_tokens"));
  }

  /** The first count of tokens that is there, else 0. */
  static long number(JsonNode reply, String... pointers) {
    return Stream.of(pointers)
        .map(reply::at)
        .filter(JsonNode::isIntegralNumber)
        .findFirst()
        .map(n -> Math.max(0, n.asLong()))
        .orElse(0L);
  }

  /** The tokens of the reply that are paid for, hidden reasoning included; or null. */
  @Nullable Integer outputTokens(TokenUsage usage) {
    return usage.outputTokenCount();
  }

  /** Without any key, a base URL of the user's is asked without one. */
  @Override
  public final ChatLlm open(ModelSpec spec, Connection connection) {
    requireKey(connection);
    String key = connection.keys().stream().findFirst().map(ApiKey::secret).orElse(null);
    var route = new Route(connection.endpoint(this, spec.model()), key, spec.context());
    return new LibraryLlm(this, route, connection.timeout());
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
