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
    if (!possible(secret)) {
      throw impossible("a key");
    }
  }

  /**
   * The key that a variable holds.
   *
   * @throws UserError when it is none, naming the variable and not the value
   */
  public static ApiKey of(String variable, String secret) {
    if (!possible(secret)) {
      throw impossible("the key in " + variable);
    }
    return new ApiKey(secret);
  }

  private static boolean possible(String secret) {
    return !secret.isEmpty()
        && secret.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"'`".indexOf(c) < 0);
  }

  private static UserError impossible(String what) {
    return new UserError(
        what + " is empty or has characters that no key has (blanks, quotes, other alphabets)",
        "the key alone, copied again from the provider");
  }

  /** The last four characters, of a short key none. */
  @Override
  public String toString() {
    return secret.length() < LONG_ENOUGH_TO_SHOW
        ? "..."
        : "..." + secret.substring(secret.length() - SHOWN);
  }
}
