package dev.locomo.core.ask;

import dev.locomo.core.llm.Reply;
import org.jspecify.annotations.Nullable;

/** A reply from which nothing could be read. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;
  private final transient @Nullable Reply reply;

  /**
   * @param wrong what is wrong with the reply, one line, in words a model can act on
   */
  public Unreadable(String wrong) {
    this(wrong, null, null);
  }

  private Unreadable(String wrong, @Nullable Reply reply, @Nullable Throwable cause) {
    super(wrong, cause);
    this.reply = reply;
  }

  /** The same about a known reply. */
  public Unreadable of(Reply whole) {
    return new Unreadable(wrong(), whole, this);
  }

  /** What is wrong with the reply. */
  public String wrong() {
    return String.valueOf(getMessage());
  }

  /** The last reply; null when it is not known here. */
  public @Nullable Reply reply() {
    return reply;
  }
}
