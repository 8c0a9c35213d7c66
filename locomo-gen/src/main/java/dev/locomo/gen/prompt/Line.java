package dev.locomo.gen.prompt;

/**
 * A model's words as one clean line: what nobody sees and data sets should not hold is left out.
 */
public final class Line {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private Line() {}

  /**
   * Without control and format characters (the joiners of emoji and some scripts stay), without
   * halves of characters, all white space a single blank, none at the ends.
   */
  public static String of(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (space(c)) {
            line.append(' ');
          } else if (visible(c)) {
            line.appendCodePoint(c);
          }
        });
    return line.toString().replaceAll(" {2,}", " ").strip();
  }

  private static boolean space(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
      case Character.FORMAT -> c == JOINER || c == NON_JOINER;
      default -> true;
    };
  }

  /** Whether a text has anything to see. */
  public static boolean blank(String text) {
    return text.codePoints().noneMatch(Character::isLetterOrDigit);
  }
}
