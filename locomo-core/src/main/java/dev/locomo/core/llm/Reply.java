package dev.locomo.core.llm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a chat model said.
 *
 * @param text the reply; may be empty
 * @param finish why the model stopped
 * @param inputTokens as the provider counted them, or null when it did not say
 * @param outputTokens likewise
 * @param providerModel the model id that the provider reported, or null
 * @param requestId the provider's id of the request, or null
 * @param latency time of the call that produced the reply, retries not included; of the original
 *     call when cached
 * @param cached whether it came from the cache
 * @param prefix which of the input tokens the provider's own cache of prefixes held or took up
 */
public record Reply(
    String text,
    Finish finish,
    @Nullable Integer inputTokens,
    @Nullable Integer outputTokens,
    @Nullable String providerModel,
    @Nullable String requestId,
    Duration latency,
    boolean cached,
    Tokens.Prefix prefix) {
  /** Without a word about a prefix cache. */
  public Reply(
      String text,
      Finish finish,
      @Nullable Integer inputTokens,
      @Nullable Integer outputTokens,
      @Nullable String providerModel,
      @Nullable String requestId,
      Duration latency,
      boolean cached) {
    this(
        text,
        finish,
        inputTokens,
        outputTokens,
        providerModel,
        requestId,
        latency,
        cached,
        Tokens.Prefix.NONE);
  }

  /** What it took. */
  public Tokens tokens() {
    return Tokens.of(inputTokens, outputTokens, prefix);
  }

  /** Why a model stopped. */
  public enum Finish {
    /** It was done. */
    STOP,
    /** The reply was cut off at the token limit. */
    LENGTH,
    /** A content filter stopped it. */
    FILTERED,
    /** The provider gave no reason, or one we do not know. */
    OTHER
  }
}
