package dev.locomo.core.ask;

import dev.locomo.core.llm.Reply;
import org.jspecify.annotations.Nullable;

/** A reply from which nothing could be read. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;
  private final transient @Nullable Reply reply;
  private final boolean last;

  /**
   * @param wrong what is wrong with the reply, one line, in words a model can act on
   */
  public Unreadable(String wrong) {
    this(wrong, false);
  }

  /**
   * @param last whether the request is not to be repeated, however often it may be
   */
  public Unreadable(String wrong, boolean last) {
    super(wrong);
    this.reply = null;
    this.last = last;
  }

  private Unreadable(Unreadable cause, Reply reply) {
    super(cause.wrong(), cause);
    this.reply = reply;
    this.last = cause.last;
  }

  /** The same about a known reply. */
  public Unreadable of(Reply whole) {
    return new Unreadable(this, whole);
  }

  /** What is wrong with the reply. */
  public String wrong() {
    return String.valueOf(getMessage());
  }

  /** Whether the request is not to be repeated, however often it may be. */
  boolean isLast() {
    return last;
  }

  /** The last reply; null when it is not known here. */
  public @Nullable Reply reply() {
    return reply;
  }
}
