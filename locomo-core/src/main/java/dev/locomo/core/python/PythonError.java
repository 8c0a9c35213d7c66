package dev.locomo.core.python;

/**
 * What Python would raise. It says that the original code stops, or takes another branch, at this
 * point.
 */
public final class PythonError extends RuntimeException {
  private final String type;

  /**
   * @param type Python's class, for example {@code KeyError}
   * @param detail what it is about, one line; may be empty
   */
  public PythonError(String type, String detail) {
    super(detail.isEmpty() ? type : type + ": " + detail);
    this.type = type;
  }

  /** Python's class, for example {@code JSONDecodeError}. */
  public String type() {
    return type;
  }
}
