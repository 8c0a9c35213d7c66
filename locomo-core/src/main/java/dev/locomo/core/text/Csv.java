package dev.locomo.core.text;

import dev.locomo.core.error.DataError;
import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 has them; LF, CRLF and CR end a line, blank lines do not
 * count. Not a library's, so that errors name the line where a row begins.
 */
public final class Csv {
  /**
   * A row.
   *
   * @param line where it begins, from 1
   * @param cells stripped of blanks, without empty ones at the end; at least one
   */
  public record Row(int line, List<String> cells) {}

  private final String file;
  private final String text;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private int line = 1;
  private int rowLine = 1;

  private final char separator;

  private Csv(String file, String text, char separator) {
    this.file = file;
    this.separator = separator;
    this.text = text.replace("\r\n", "\n").replace('\r', '\n');
  }

  /**
   * All rows.
   *
   * @throws DataError when a quote is not closed, with its line
   */
  public static List<Row> rows(String file, String text) {
    return rows(file, text, ',');
  }

  /** As {@link #rows(String, String)}, the cells of a row separated by another sign. */
  public static List<Row> rows(String file, String text, char separator) {
    return new Csv(file, text.startsWith("\uFEFF") ? text.substring(1) : text, separator).read();
  }

  private List<Row> read() {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == separator) {
        endCell();
        continue;
      }
      switch (c) {
        case '"' -> at = quoted(at);
        case '\n' -> endRow();
        default -> cell.append(c);
      }
    }
    endRow();
    return List.copyOf(rows);
  }

  // From the opening quote to the closing one, whose place it returns.
  private int quoted(int opening) {
    int startLine = line;
    for (int at = opening + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean doubled = c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"';
      if (c == '"' && !doubled) {
        return at;
      }
      line += c == '\n' ? 1 : 0;
      at += doubled ? 1 : 0;
      cell.append(c);
    }
    throw new DataError(file, "line " + startLine, "a quote that is never closed");
  }

  private void endCell() {
    cells.add(cell.toString().strip());
    cell.setLength(0);
  }

  private void endRow() {
    endCell();
    while (!cells.isEmpty() && cells.getLast().isEmpty()) {
      cells.removeLast();
    }
    if (!cells.isEmpty()) {
      rows.add(new Row(rowLine, List.copyOf(cells)));
    }
    cells.clear();
    line++;
    rowLine = line;
  }

  /**
   * A row, ended by CRLF.
   *
   * @param cells any texts
   */
  public static String row(List<String> cells) {
    return String.join(",", cells.stream().map(Csv::cell).toList()) + "\r\n";
  }

  /** A text that spreadsheets would take for a formula begins with an apostrophe. */
  private static String cell(String text) {
    boolean number = text.matches("[-+]?[0-9.]+(E[-+]?[0-9]+)?");
    String safe = !number && text.matches("(?s)[=+\\-@\t].*") ? "'" + text : text;
    return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
