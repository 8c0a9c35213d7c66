package dev.locomo.gen.prompt;

/**
 * A conversation that ends here: no reply to one of its steps could be used. What was asked before
 * is kept, other conversations go on.
 */
public final class ConversationFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param step what was asked for
   * @param problem what was wrong with the last reply, one line
   */
  public ConversationFailed(String step, String problem) {
    super(step + ": " + problem);
  }
}
