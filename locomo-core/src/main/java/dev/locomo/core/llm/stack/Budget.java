package dev.locomo.core.llm.stack;

/** So much (requests or tokens) in any 60 seconds. */
public interface Budget {
  /**
   * Waits until the amount fits, and takes it.
   *
   * @param amount at least 0; more than the whole budget goes through alone
   */
  Taken pass(long amount) throws InterruptedException;

  /** Something taken. */
  interface Taken {
    /** Puts the real amount in place of the estimated one. */
    void correct(long amount);
  }
}
