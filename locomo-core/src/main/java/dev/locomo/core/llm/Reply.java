package dev.locomo.core.llm;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a chat model said.
 *
 * @param text the reply; may be empty. Half surrogate pairs, which no file can hold, are U+FFFD
 * @param finish why the model stopped
 * @param inputTokens as the provider counted them, or null when it did not say
 * @param outputTokens likewise
 * @param providerModel the model id that the provider reported, or null
 * @param requestId the provider's id of the request, or null
 * @param latency time of the call that produced the reply, retries not included; of the original
 *     call when cached
 * @param cached whether it came from the cache
 * @param prefix which of the input tokens the provider's own cache of prefixes held or took up
 * @param batch whether it came in a batch, at half the price
 * @param calls what the model wants to have called; mostly nothing
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
    Tokens.Prefix prefix,
    boolean batch,
    List<Tool.Call> calls) {
  public Reply {
    calls = calls.stream().map(call -> call.map(Reply::wellFormed)).toList();
    text = wellFormed(text);
    providerModel = providerModel == null ? null : wellFormed(providerModel);
    requestId = requestId == null ? null : wellFormed(requestId);
  }

  private static String wellFormed(String text) {
    int first = 0;
    while (first < text.length() && !Character.isSurrogate(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    var whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  /** The same with each of its texts changed: the reply, the model's name, the request's id. */
  public Reply map(UnaryOperator<String> change) {
    return new Reply(
        change.apply(text),
        finish,
        inputTokens,
        outputTokens,
        providerModel == null ? null : change.apply(providerModel),
        requestId == null ? null : change.apply(requestId),
        latency,
        cached,
        prefix,
        batch,
        calls.stream().map(call -> call.map(change)).toList());
  }

  /** In no batch, without calls, and without a word about a prefix cache. */
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
        Tokens.Prefix.NONE,
        false,
        List.of());
  }

  /** The same from the replies on disk, or not. */
  public Reply cached(boolean stored) {
    return new Reply(
        text,
        finish,
        inputTokens,
        outputTokens,
        providerModel,
        requestId,
        latency,
        stored,
        prefix,
        false,
        calls);
  }

  /** The same as it came in a batch. */
  public Reply ofBatch() {
    return new Reply(
        text,
        finish,
        inputTokens,
        outputTokens,
        providerModel,
        requestId,
        latency,
        cached,
        prefix,
        true,
        calls);
  }

  /**
   * Where it came from, as lines of calls say it: {@code cached}, {@code batch} or {@code live}.
   */
  public String source() {
    return source(cached, batch);
  }

  /** Where a reply came from. */
  public static String source(boolean cached, boolean batch) {
    return cached ? "cached" : batch ? "batch" : "live";
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
    /** It was done, and nothing but thoughts came, in the fields that a provider has for them. */
    THOUGHT,
    /** The provider gave no reason, or one we do not know, and the model said something. */
    OTHER
  }
}
