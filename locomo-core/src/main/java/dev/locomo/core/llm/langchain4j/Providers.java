package dev.locomo.core.llm.langchain4j;

import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;

/** All providers that can be called. */
public final class Providers {
  private Providers() {}

  /**
   * Opens a model. Nothing is sent before the first ask, and of the library only what this provider
   * needs is loaded.
   *
   * @param connection of several keys the first is used; without any, the provider's own address is
   *     answered with {@code KEY_REFUSED}, a base URL of the user's is asked without a key
   * @throws IllegalArgumentException for a provider that is not called over HTTP
   */
  public static ChatLlm open(ModelSpec spec, Connection connection) {
    var provider = spec.provider();
    String key = connection.keys().stream().findFirst().map(ApiKey::secret).orElse(null);
    if (key == null && provider.keyVariable() != null && connection.baseUrl() == null) {
      return ask -> {
        throw noKey(provider);
      };
    }
    var route = new Route(connection.address(provider), key, spec.context());
    return new LibraryLlm(dialect(provider, route), connection.timeout());
  }

  private static Dialect dialect(Provider provider, Route route) {
    return switch (provider) {
      case OPENAI, HUGGINGFACE -> new OpenAiDialect(route);
      case ANTHROPIC -> new AnthropicDialect(route);
      case GOOGLE -> new GeminiDialect(route);
      case MISTRAL -> new MistralDialect(route);
      case OLLAMA -> new OllamaDialect(route);
      case LOCAL, EXTRACTIVE ->
          throw new IllegalArgumentException(provider.id() + " is not called over HTTP");
    };
  }

  private static ProviderError noKey(Provider provider) {
    return new ProviderError(
        ProviderError.Kind.KEY_REFUSED,
        "no key for " + provider.id() + ": set " + provider.keyVariable() + ", or put it into .env",
        null,
        null);
  }
}
