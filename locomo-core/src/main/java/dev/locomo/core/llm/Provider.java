package dev.locomo.core.llm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who runs a model: the part before the colon in {@code provider:model}. */
public enum Provider {
  /** OpenAI, and with a base URL every server that speaks its chat completions. */
  OPENAI("openai", "OPENAI_API_KEY", "https://api.openai.com/v1"),
  ANTHROPIC("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1"),
  /** The Gemini API. */
  GOOGLE("google", "GOOGLE_API_KEY", "https://generativelanguage.googleapis.com/v1beta"),
  MISTRAL("mistral", "MISTRAL_API_KEY", "https://api.mistral.ai/v1"),
  /** An Ollama server; needs no key. */
  OLLAMA("ollama", null, "http://localhost:11434"),
  /**
   * A model named by its Hugging Face id; spoken to as {@link #OPENAI}, in practice at the user's
   * own server.
   */
  HUGGINGFACE("huggingface", "HF_TOKEN", "https://router.huggingface.co/v1"),
  /** A model folder on this machine. */
  LOCAL("local", null, null),
  /** The built-in reader that needs no model, key or network. */
  EXTRACTIVE("extractive", null, null);

  private final String id;
  private final @Nullable String keyVariable;
  private final @Nullable String baseUrl;

  Provider(String id, @Nullable String keyVariable, @Nullable String baseUrl) {
    this.id = id;
    this.keyVariable = keyVariable;
    this.baseUrl = baseUrl;
  }

  /** The name in settings and files, lower case. */
  @JsonValue
  public String id() {
    return id;
  }

  /** The environment variable that holds its keys; null when it takes none. */
  public @Nullable String keyVariable() {
    return keyVariable;
  }

  /** Where its API is by default, version path included; null when it is not called over HTTP. */
  public @Nullable String baseUrl() {
    return baseUrl;
  }

  /** The provider with this id. */
  public static Optional<Provider> of(String id) {
    return Arrays.stream(values()).filter(p -> p.id.equals(id)).findFirst();
  }

  /** All ids, in the order of declaration. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Provider::id).toList();
  }
}
