package dev.locomo.core.llm;

import dev.locomo.core.error.UserError;

/**
 * A provider's key that cannot be printed by accident.
 *
 * @param secret the key itself: for the request's header and nothing else
 */
public record ApiKey(String secret) {
  private static final int SHOWN = 4;
  private static final int LONG_ENOUGH_TO_SHOW = 12;

  public ApiKey {
    if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new UserError("a key is empty or has characters that no key has", "check the variable");
    }
  }

  /** The last four characters, of a short key none. */
  @Override
  public String toString() {
    return secret.length() < LONG_ENOUGH_TO_SHOW
        ? "..."
        : "..." + secret.substring(secret.length() - SHOWN);
  }
}
