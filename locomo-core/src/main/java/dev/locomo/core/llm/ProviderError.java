package dev.locomo.core.llm;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request without a reply. The kind says whether the same request can succeed later. */
public final class ProviderError extends RuntimeException {
  /** What went wrong. */
  public enum Kind {
    /** Too many requests or tokens (429). */
    RATE_LIMITED(true),
    /** The provider is down or overloaded (5xx). */
    UNAVAILABLE(true),
    /** No answer in time. */
    TIMEOUT(true),
    /** The connection could not be made, or broke. */
    CONNECTION(true),
    /** The provider answered with something that is not its protocol. */
    MALFORMED_REPLY(true),
    /** There is a reply, and the provider says itself that it failed before its end. */
    BROKEN_OFF(true),
    /** The key is missing, wrong, expired or not allowed (401, 403). */
    KEY_REFUSED(false),
    /** The account has no money or quota left. */
    QUOTA_EXHAUSTED(false),
    /** There is no such model, or not for this key. */
    MODEL_UNKNOWN(false),
    /** The prompt does not fit into the model's window. */
    CONTEXT_TOO_LONG(false),
    /** The provider refuses this request for another reason (other 4xx). */
    REJECTED(false),
    /** A content filter refused the prompt. */
    FILTERED(false),
    /** The server that was started for the run has ended, or could never be asked. */
    SERVER_ENDED(false),
    /** Offline, and the reply is not in the cache. */
    NOT_CACHED(false),
    /**
     * Sending it could pass the cost limit that the user set; nothing was sent. The run stops
     * cleanly and can be resumed.
     */
    COST_LIMIT(false);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    /** Whether the same request can succeed later. */
    public boolean retryable() {
      return retryable;
    }

    /** The name in files and messages, for example {@code rate-limited}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final @Nullable Duration retryAfter;
  private String body = "";

  /**
   * @param kind what went wrong
   * @param message one line, without any key
   * @param retryAfter how long the provider asked to wait, or null
   * @param cause kept for {@code --debug}, or null
   */
  public ProviderError(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Kind and message, for example {@code unavailable: host answered 503: busy}. */
  public String reason() {
    return kind.label() + ": " + getMessage();
  }

  /** How long the provider asked to wait, or null. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * The same with what the provider answered, whole; it may repeat a prompt, so it is not shown.
   */
  public ProviderError answering(String whole) {
    body = whole;
    return this;
  }

  /** What the provider answered; empty when it did not. */
  public String body() {
    return body;
  }
}
