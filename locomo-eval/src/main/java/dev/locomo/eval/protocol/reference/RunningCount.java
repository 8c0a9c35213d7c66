package dev.locomo.eval.protocol.reference;

import java.util.function.ToIntFunction;

/**
 * The tokens of a context while it grows upwards, as the original counts them after every turn. It
 * counts the whole text anew each time; here each piece is counted once where that comes to the
 * same.
 */
sealed interface RunningCount {
  /** A session begins. */
  void session();

  /** A turn, or the header of a finished session, is put above the rest. */
  void above(String block, boolean header);

  /** The tokens so far. */
  int tokens();

  /**
   * For GPT, when every block starts with a letter or digit. Blocks end with a newline, and no
   * token of cl100k_base spans a newline and a following letter or digit, so the counts add up.
   * Only the newlines at the very end grow together with the lowest block.
   */
  final class Additive implements RunningCount {
    private final ToIntFunction<String> tokens;
    private String lowest = "";
    private String newlines = "";
    private int lowestTokens;
    private int higherTokens;

    Additive(ToIntFunction<String> tokens) {
      this.tokens = tokens;
    }

    @Override
    public void session() {
      newlines += "\n\n";
      lowestTokens = tokens.applyAsInt(lowest + newlines);
    }

    @Override
    public void above(String block, boolean header) {
      if (lowest.isEmpty()) {
        lowest = block;
        lowestTokens = tokens.applyAsInt(lowest + newlines);
      } else {
        higherTokens += tokens.applyAsInt(block);
      }
    }

    @Override
    public int tokens() {
      return higherTokens + lowestTokens;
    }
  }

  /** For GPT, whatever the blocks are: slow, as the original. */
  final class Whole implements RunningCount {
    private final ToIntFunction<String> tokens;
    private String text = "";

    Whole(ToIntFunction<String> tokens) {
      this.tokens = tokens;
    }

    @Override
    public void session() {
      text += "\n\n";
    }

    @Override
    public void above(String block, boolean header) {
      text = block + text;
    }

    @Override
    public int tokens() {
      return tokens.applyAsInt(text);
    }
  }

  /** For local models: the sum over the turns; headers are forgotten. */
  final class TurnsAlone implements RunningCount {
    private final ToIntFunction<String> tokens;
    private int sum;

    TurnsAlone(ToIntFunction<String> tokens) {
      this.tokens = tokens;
    }

    @Override
    public void session() {}

    @Override
    public void above(String block, boolean header) {
      sum += header ? 0 : tokens.applyAsInt(block);
    }

    @Override
    public int tokens() {
      return sum;
    }
  }
}
