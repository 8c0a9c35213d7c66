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
 */
public record Reply(
    String text,
    Finish finish,
    @Nullable Integer inputTokens,
    @Nullable Integer outputTokens,
    @Nullable String providerModel,
    @Nullable String requestId,
    Duration latency,
    boolean cached) {

  /** Why a model stopped. */
  public enum Finish {
    /** It was done. */
    STOP,
    /** The reply was cut off at the token limit. */
    LENGTH,
    /** A content filter stopped it. */
    FILTERED,
    /** It was done, and nothing but thoughts came, in the fields that a provider has for them. */
    THOUGHT,
    /** The provider gave no reason, or one we do not know, and the model said something. */
    OTHER
  }
}
