package dev.locomo.core.error;

/** Wrong use or a wrong setting (exit code 2); the remedy says what to do about it. */
public final class UserError extends RuntimeException {
  private final String remedy;

  /**
   * @param message what is wrong, one line without a final full stop
   * @param remedy what to try, one line; empty when there is nothing useful to say
   */
  public UserError(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** As {@link #UserError(String, String)}, keeping the cause for {@code --debug}. */
  public UserError(String message, String remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** What to try; may be empty. */
  public String remedy() {
    return remedy;
  }
}
