package dev.locomo.cli.output;

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
    int indent = DisplayWidth.of(first);
    String glue = "\n" + " ".repeat(indent);
    return first + String.join(glue, lines(text, Math.max(2, width - indent)));
  }

  private static void wrap(String paragraph, int width, List<String> lines) {
    var line = new StringBuilder();
    int used = 0;
    for (String word : paragraph.strip().split(" +")) {
      for (String piece : pieces(word, width)) {
        int cells = DisplayWidth.of(piece);
        if (used > 0 && used + 1 + cells > width) {
          lines.add(line.toString());
          line.setLength(0);
          used = 0;
        }
        if (used > 0) {
          line.append(' ');
          used++;
        }
        line.append(piece);
        used += cells;
      }
    }
    lines.add(line.toString());
  }

  /** The word itself, or where it is too wide for a line, its pieces. */
  private static List<String> pieces(String word, int width) {
    if (DisplayWidth.of(word) <= width) {
      return List.of(word);
    }
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    int used = 0;
    for (int c : word.codePoints().toArray()) {
      int cells = DisplayWidth.of(c);
      if (used + cells > width) {
        pieces.add(piece.toString());
        piece.setLength(0);
        used = 0;
      }
      piece.appendCodePoint(c);
      used += cells;
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
