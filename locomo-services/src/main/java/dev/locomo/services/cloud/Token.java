package dev.locomo.services.cloud;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A token that is asked for again before it may have expired. */
public final class Token {
  /** Shorter than any issuer's tokens live. */
  private static final Duration KEPT = Duration.ofMinutes(4);

  private final Source source;
  private @Nullable String token;
  private long since;

  /** Where it comes from. */
  @FunctionalInterface
  public interface Source {
    /** A fresh one. */
    String token() throws InterruptedException;
  }

  /** Asks nobody yet. */
  public Token(Source source) {
    this.source = source;
  }

  /** The one that holds now. */
  public synchronized String get() throws InterruptedException {
    String now = token;
    if (now == null || System.nanoTime() - since > KEPT.toNanos()) {
      now = source.token();
      token = now;
      since = System.nanoTime();
    }
    return now;
  }
}
