package dev.locomo.core.text;

/** Says how many tokens a model sees in a text. */
@FunctionalInterface
public interface TokenCounter {
  /** The number of tokens, special ones included where the tokenizer adds them; at least 0. */
  int count(String text);
}
