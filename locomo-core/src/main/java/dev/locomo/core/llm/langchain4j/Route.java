package dev.locomo.core.llm.langchain4j;

import org.jspecify.annotations.Nullable;

/**
 * Where a dialect sends its requests.
 *
 * @param address the API, version path included, without a slash at the end
 * @param key the key, or null for a server that needs none
 * @param context the model's token limit, or null when unknown
 */
record Route(String address, @Nullable String key, @Nullable Integer context) {
  /** The key, or a word for it where the library insists on one. */
  String keyOrNone() {
    return key == null ? "none" : key;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return address;
  }
}
