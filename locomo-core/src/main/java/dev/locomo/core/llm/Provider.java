package dev.locomo.core.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a model: the part before the colon in {@code provider:model}, and everything that the
 * rest of the program asks about it.
 *
 * <p><b>How to add one</b>: write a public class that extends this (in {@code core.llm.langchain4j}
 * a {@code Dialect} of the library), and add its name to the one list, {@code
 * META-INF/services/dev.locomo.core.llm.Provider}. A class of its own for {@code ChatLlmContract}
 * shows that it keeps what {@link ChatLlm} promises.
 */
public abstract class Provider {
  /** The built-in reader that needs no model, key or network. */
  public static final Provider EXTRACTIVE =
      new Provider("extractive", null, null) {
        @Override
        public int concurrency() {
          return Runtime.getRuntime().availableProcessors();
        }
      };

  /** A model folder on this machine. */
  public static final Provider LOCAL =
      new Provider("local", null, null) {
        // It answers one after the other.
        @Override
        public int concurrency() {
          return 1;
        }
      };

  private final String id;
  private final @Nullable String keyVariable;
  private final @Nullable String baseUrl;

  /**
   * @param id the name in settings and files, lower case
   * @param keyVariable the environment variable that holds its keys; null when it takes none
   * @param baseUrl where its API is by default, version path included; null when it is not called
   *     over HTTP
   */
  protected Provider(String id, @Nullable String keyVariable, @Nullable String baseUrl) {
    this.id = id;
    this.keyVariable = keyVariable;
    this.baseUrl = baseUrl;
  }

  /** Read on first use: most verbs need no model. */
  private static final class Known {
    static final Map<String, Provider> BY_ID = load(Provider.class.getClassLoader());
  }

  /** Those that a class loader's lists name, then the two of this machine. */
  static Map<String, Provider> load(@Nullable ClassLoader from) {
    var byId = new LinkedHashMap<String, Provider>();
    ServiceLoader.load(Provider.class, from).forEach(p -> add(byId, p));
    add(byId, LOCAL);
    add(byId, EXTRACTIVE);
    return byId;
  }

  private static void add(Map<String, Provider> byId, Provider one) {
    if (byId.putIfAbsent(one.id, one) != null) {
      throw new IllegalStateException("two providers are called '" + one.id + "'");
    }
  }

  /** All of them, in the order of the list. */
  public static List<Provider> all() {
    return List.copyOf(Known.BY_ID.values());
  }

  /** All ids, in the order of the list. */
  public static List<String> ids() {
    return List.copyOf(Known.BY_ID.keySet());
  }

  /** The provider with this id. */
  public static Optional<Provider> of(String id) {
    return Optional.ofNullable(Known.BY_ID.get(id));
  }

  /**
   * The provider with this id, for files that name one.
   *
   * @throws IllegalArgumentException when there is none, listing those there are
   */
  @JsonCreator
  public static Provider named(String id) {
    return of(id)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no provider is called '" + id + "'; known: " + String.join(", ", ids())));
  }

  /** The name in settings and files, lower case. */
  @JsonValue
  public final String id() {
    return id;
  }

  /** The environment variable that holds its keys; null when it takes none. */
  public final @Nullable String keyVariable() {
    return keyVariable;
  }

  /** Where its API is by default, version path included; null when it is not called over HTTP. */
  public final @Nullable String baseUrl() {
    return baseUrl;
  }

  /** Its name in OpenTelemetry's conventions for generative AI. */
  public String traceName() {
    return id;
  }

  /** Most calls in flight at once where the user does not say; at least 1. */
  public int concurrency() {
    return 8;
  }

  /** Whether the model's window goes along with a request, and so can change a reply. */
  public boolean sendsWindow() {
    return false;
  }

  /** Whether many requests can be handed over at once, at half the price. */
  public boolean hasBatches() {
    return false;
  }

  /** Whether the token limit of a request may also be called {@code max_completion_tokens}. */
  public boolean knowsCompletionLimit() {
    return false;
  }

  /** Whether any field of OpenAI's chat completions may go into a request's body. */
  public boolean speaksOpenAi() {
    return false;
  }

  /**
   * What asks for so much reasoning, to be merged into a request's body; null where nothing does.
   *
   * @param word as the provider's own documentation has it, for example {@code low}
   */
  public @Nullable ObjectNode effort(String word) {
    return null;
  }

  /**
   * Refuses to be asked at its own address without a key, where it takes one.
   *
   * @throws UserError naming the variable that is not set
   */
  public final void requireKey(Connection connection) {
    if (keyVariable != null && connection.baseUrl() == null && connection.keys().isEmpty()) {
      throw new UserError(
          "no key for " + id + ": set " + keyVariable + ", or put it into .env",
          "--base-url, for a server of your own");
    }
  }

  /**
   * Opens a model. Nothing is sent before the first ask.
   *
   * @param connection of several keys the first is used
   * @throws UserError when there is none and it must have one, as {@link #requireKey}
   * @throws IllegalArgumentException for a provider that is not called over HTTP
   */
  public ChatLlm open(ModelSpec spec, Connection connection) {
    throw new IllegalArgumentException(id + " is not called over HTTP");
  }

  @Override
  public final String toString() {
    return id;
  }
}
