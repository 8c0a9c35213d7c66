package dev.locomo.eval.context;

import java.util.Locale;

/** The contexts by name. */
public enum ContextKind {
  /** The whole conversation, whether it fits the model or not. */
  FULL,
  /** The newest turns that fit the model's context; all of them when its size is unknown. */
  FIT,
  /** What the retriever finds. */
  RETRIEVED,
  /** The gold evidence turns: how well the model reads when memory is perfect. */
  ORACLE,
  /** Nothing: how much the model guesses. */
  NONE;

  /** The name in options and reports, for example {@code full}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
