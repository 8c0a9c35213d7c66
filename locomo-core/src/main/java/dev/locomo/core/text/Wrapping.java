package dev.locomo.core.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines that fit a terminal. */
public final class Wrapping {
  private Wrapping() {}

  /**
   * Lines of at most {@code width} cells, broken at spaces, a word that is wider than that inside
   * it. Line feeds in the text start a new line; runs of spaces become one. An empty text is one
   * empty line.
   *
   * @param width cells, at least 2
   */
  public static List<String> lines(String text, int width) {
    var lines = new ArrayList<String>();
    for (String paragraph : Printable.text(text).split("\n", -1)) {
      wrap(paragraph, width, lines);
    }
    return lines;
  }

  /**
   * The wrapped text as one string, its first line after {@code first}, the others after spaces.
   */
  public static String hanging(String first, String text, int width) {
    int indent = cells(first);
    String glue = "\n" + " ".repeat(indent);
    return first + String.join(glue, lines(text, Math.max(2, width - indent)));
  }

  /** Prints a sentence or more in lines of at most 80 cells. */
  public static void say(PrintWriter out, String text) {
    lines(text, 80).forEach(out::println);
  }

  private static void wrap(String paragraph, int width, List<String> lines) {
    var line = new StringBuilder();
    int used = 0;
    for (String word : paragraph.strip().split(" +")) {
      for (String piece : pieces(word, width)) {
        int wide = cells(piece);
        if (used > 0 && used + 1 + wide > width) {
          lines.add(line.toString());
          line.setLength(0);
          used = 0;
        }
        if (used > 0) {
          line.append(' ');
          used++;
        }
        line.append(piece);
        used += wide;
      }
    }
    lines.add(line.toString());
  }

  /** The word itself, or where it is too wide for a line, its pieces. */
  private static List<String> pieces(String word, int width) {
    if (cells(word) <= width) {
      return List.of(word);
    }
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    int used = 0;
    for (int c : word.codePoints().toArray()) {
      int wide = cells(c);
      if (used + wide > width) {
        pieces.add(piece.toString());
        piece.setLength(0);
        used = 0;
      }
      piece.appendCodePoint(c);
      used += wide;
    }
    pieces.add(piece.toString());
    return pieces;
  }

  /**
   * How many terminal cells a text without control characters takes: two for ideographs, Hangul and
   * emoji, none for combining marks and other invisible characters, one for all else. Terminals
   * disagree about joined emoji; their parts are counted one by one.
   */
  static int cells(String text) {
    return text.codePoints().map(Wrapping::cells).sum();
  }

  private static int cells(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> wide(codePoint) ? 2 : 1;
    };
  }

  private static boolean wide(int c) {
    return Character.isEmojiPresentation(c) || Character.isIdeographic(c) || eastAsianWide(c);
  }

  private static boolean eastAsianWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0x303E)
        || (c >= 0x3041 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF01 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6);
  }
}
