package dev.locomo.core.dataset;

/** Signs that Unicode has in several widths, as people leave them in dates, answers and tables. */
public final class WidthForms {
  private WidthForms() {}

  /** Blanks of any kind as plain ones, wide digits, letters and signs as those of ASCII. */
  public static String narrow(String text) {
    var narrow = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      boolean wide = c >= '\uFF01' && c <= '\uFF5E';
      narrow.append(Character.isSpaceChar(c) ? ' ' : wide ? (char) (c - 0xFEE0) : c);
    }
    return narrow.toString();
  }
}
