package dev.locomo.gen.prompt;

/** Turns a reply into a piece of the conversation. */
@FunctionalInterface
public interface Reading<T> {
  /**
   * Reads it.
   *
   * @throws Unusable when it is not what was asked for, saying why
   */
  T read(Answer answer) throws Unusable;
}
