package dev.locomo.core.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A plain text table: two spaces between columns (one where that makes it fit), a dashed line under
 * the titles, no line ending in a space. Titles may have several lines ({@code \n}); they stand at
 * the bottom.
 *
 * <pre>{@code
 * var table = new TextTable(Column.left("sample"), Column.right("turns"));
 * table.row("conv-26", 419).rule().row("all", 5882);
 * out.print(table.fit(80));
 * }</pre>
 */
public final class TextTable {
  private static final String WIDE_GAP = "  ";
  private static final String NARROW_GAP = " ";
  private static final int LEAST_WRAPPED = 10;

  /**
   * A column.
   *
   * @param title may be empty and may have several lines
   * @param right numbers stand right
   * @param wraps gives way when the table is too wide: its cells are wrapped
   */
  public record Column(String title, boolean right, boolean wraps) {
    /** Of text. */
    public static Column left(String title) {
      return new Column(title, false, false);
    }

    /** Of numbers. */
    public static Column right(String title) {
      return new Column(title, true, false);
    }

    /** Of text that is wrapped when the table is too wide. */
    public static Column wrapped(String title) {
      return new Column(title, false, true);
    }
  }

  /** A row; without cells a dashed line. */
  private record Row(List<String> cells) {}

  /** Cells of each column, and what stands between them. */
  private record Layout(List<Integer> widths, String gap) {}

  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  /** With these columns and no row yet. */
  public TextTable(Column... columns) {
    this.columns = List.of(columns);
  }

  /**
   * An empty table.
   *
   * @param titles one a column: {@code >} before it makes a column of numbers, which stand right,
   *     {@code ~} one that gives way when the table is too wide
   */
  public static TextTable of(String... titles) {
    return new TextTable(
        Arrays.stream(titles)
            .map(title ->
                switch (title.isEmpty() ? ' ' : title.charAt(0)) {
                  case '>' -> Column.right(title.substring(1));
                  case '~' -> Column.wrapped(title.substring(1));
                  default -> Column.left(title);
                })
            .toArray(Column[]::new));
  }

  /**
   * Adds a row; cells are printed with {@code toString}, made {@link Printable}.
   *
   * @throws IllegalArgumentException when there are more or fewer cells than columns
   */
  public TextTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells, must be " + columns.size() + ", one for each column");
    }
    var texts = new ArrayList<String>();
    for (Object cell : cells) {
      texts.add(Printable.line(cell.toString()));
    }
    rows.add(new Row(texts));
    return this;
  }

  /** Adds a dashed line. */
  public TextTable rule() {
    rows.add(new Row(List.of()));
    return this;
  }

  /** The rows as objects, by the titles of the columns in lower case; dashed lines are left out. */
  public ArrayNode json() {
    var all = JsonFiles.MAPPER.createArrayNode();
    for (Row row : rows) {
      if (!row.cells().isEmpty()) {
        var object = all.addObject();
        for (int i = 0; i < columns.size(); i++) {
          String title = columns.get(i).title().toLowerCase(Locale.ROOT).replaceAll("\\W+", "_");
          object.put(title, row.cells().get(i));
        }
      }
    }
    return all;
  }

  /**
   * The table, each line ended by a line feed. A table that is too wide gets narrow gaps where that
   * is enough, else narrow wrapped columns, 10 cells at the least; one of many other columns may
   * still be wider than asked.
   */
  public String fit(int width) {
    Layout layout = layout(width);
    var text = new StringBuilder();
    var titles = columns.stream().map(c -> c.title().lines().toList()).toList();
    int height = titles.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < height; i++) {
      var line = new ArrayList<String>();
      for (var title : titles) {
        int at = i - height + title.size();
        line.add(at < 0 ? "" : title.get(at));
      }
      append(text, line, layout);
    }
    appendRule(text, layout);
    for (Row row : rows) {
      if (row.cells().isEmpty()) {
        appendRule(text, layout);
      } else {
        appendRow(text, row, layout);
      }
    }
    return text.toString();
  }

  private Layout layout(int width) {
    int[] widths = IntStream.range(0, columns.size()).map(this::natural).toArray();
    int gaps = widths.length - 1;
    int cells = IntStream.of(widths).sum();
    boolean narrow = cells + WIDE_GAP.length() * gaps > width && cells + gaps <= width;
    String gap = narrow ? NARROW_GAP : WIDE_GAP;
    int excess = cells + gap.length() * gaps - width;
    // Shrinks the last wrapped column first: it is the one that explains.
    for (int i = widths.length - 1; i >= 0 && excess > 0; i--) {
      if (columns.get(i).wraps()) {
        int kept = Math.max(Math.min(widths[i], LEAST_WRAPPED), widths[i] - excess);
        excess -= widths[i] - kept;
        widths[i] = kept;
      }
    }
    return new Layout(IntStream.of(widths).boxed().toList(), gap);
  }

  private int natural(int column) {
    int widest = columns.get(column).title().lines().mapToInt(Wrapping::cells).max().orElse(0);
    for (Row row : rows) {
      if (!row.cells().isEmpty()) {
        widest = Math.max(widest, Wrapping.cells(row.cells().get(column)));
      }
    }
    return widest;
  }

  private void appendRow(StringBuilder text, Row row, Layout layout) {
    var cells = new ArrayList<List<String>>();
    for (int i = 0; i < layout.widths().size(); i++) {
      String cell = row.cells().get(i);
      cells.add(
          columns.get(i).wraps() ? Wrapping.lines(cell, layout.widths().get(i)) : List.of(cell));
    }
    int height = cells.stream().mapToInt(List::size).max().orElse(1);
    for (int i = 0; i < height; i++) {
      int at = i;
      append(text, cells.stream().map(c -> at < c.size() ? c.get(at) : "").toList(), layout);
    }
  }

  private static void appendRule(StringBuilder text, Layout layout) {
    for (int i = 0; i < layout.widths().size(); i++) {
      text.append(i == 0 ? "" : layout.gap()).append("-".repeat(layout.widths().get(i)));
    }
    text.append('\n');
  }

  private void append(StringBuilder text, List<String> cells, Layout layout) {
    int end = text.length();
    for (int i = 0; i < layout.widths().size(); i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(Math.max(0, layout.widths().get(i) - Wrapping.cells(cell)));
      text.append(i == 0 ? "" : layout.gap())
          .append(columns.get(i).right() ? pad + cell : cell + pad);
    }
    while (text.length() > end && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append('\n');
  }
}
