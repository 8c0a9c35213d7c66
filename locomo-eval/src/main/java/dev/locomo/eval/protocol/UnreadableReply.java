package dev.locomo.eval.protocol;

import dev.locomo.core.llm.Reply;

/**
 * A reply from which the protocol's rules read no answer, after asking again as often as they say.
 */
public final class UnreadableReply extends RuntimeException {
  private final transient Reply reply;

  /**
   * @param reply the last reply
   * @param message what was expected of it, one line
   */
  public UnreadableReply(Reply reply, String message) {
    super(message);
    this.reply = reply;
  }

  /** The last reply. */
  public Reply reply() {
    return reply;
  }
}
