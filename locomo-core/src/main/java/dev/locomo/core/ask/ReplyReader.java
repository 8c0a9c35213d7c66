package dev.locomo.core.ask;

/**
 * Turns a reply into what was asked for.
 *
 * @param <T> what was asked for
 */
@FunctionalInterface
public interface ReplyReader<T> {
  /**
   * Reads a reply.
   *
   * @throws Unreadable when it is not what was asked for, saying what is wrong
   */
  T read(ReplyText reply) throws Unreadable;
}
