package dev.locomo.cli.output;

/**
 * How many terminal cells a text takes: two for ideographs, Hangul and emoji, none for combining
 * marks and other invisible characters, one for all else. Terminals disagree about joined emoji;
 * their parts are counted one by one.
 */
final class DisplayWidth {
  private DisplayWidth() {}

  /** Cells of a text without control characters; of an empty one 0. */
  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> wide(codePoint) ? 2 : 1;
    };
  }

  private static boolean wide(int c) {
    return Character.isEmojiPresentation(c) || Character.isIdeographic(c) || eastAsianWide(c);
  }

  private static boolean eastAsianWide(int c) {
    return c >= 0x1100 && c <= 0x115F
        || c >= 0x2E80 && c <= 0x303E
        || c >= 0x3041 && c <= 0xA4CF
        || c >= 0xAC00 && c <= 0xD7A3
        || c >= 0xFE30 && c <= 0xFE6F
        || c >= 0xFF01 && c <= 0xFF60
        || c >= 0xFFE0 && c <= 0xFFE6;
  }
}
