package dev.locomo.services.store.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.text.TextTable;
import dev.locomo.services.store.Query;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of a query; all but tables are printed as they come. */
public abstract sealed class RowsText implements Query.Rows, AutoCloseable {
  private static final int WIDTH = 200;

  final PrintWriter out;

  private RowsText(PrintWriter out) {
    this.out = out;
  }

  /** How rows are printed. */
  public enum Format {
    TABLE,
    CSV,
    JSON
  }

  /** Of a format. */
  public static RowsText of(Format format, PrintWriter out) {
    return switch (format) {
      case TABLE -> new Table(out);
      case CSV -> new Csv(out);
      case JSON -> new Json(out);
    };
  }

  @Override
  public void close() {
    out.flush();
  }

  private static final class Table extends RowsText {
    private @Nullable TextTable table;

    Table(PrintWriter out) {
      super(out);
    }

    @Override
    public void columns(List<String> names) {
      table =
          new TextTable(
              names.stream().map(TextTable.Column::left).toArray(TextTable.Column[]::new));
    }

    @Override
    public void row(List<@Nullable Object> values) {
      Objects.requireNonNull(table)
          .row(values.stream().map(v -> v == null ? "-" : shown(v)).toArray());
    }

    private static Object shown(Object value) {
      return value instanceof Double number ? String.format(Locale.ROOT, "%.4f", number) : value;
    }

    @Override
    public void close() {
      if (table != null) {
        out.print(table.fit(WIDTH));
      }
      super.close();
    }
  }

  private static final class Csv extends RowsText {
    Csv(PrintWriter out) {
      super(out);
    }

    @Override
    public void columns(List<String> names) {
      row(new ArrayList<>(names));
    }

    @Override
    public void row(List<@Nullable Object> values) {
      out.println(
          values.stream()
              .map(v -> v == null ? "" : quoted(v.toString()))
              .collect(Collectors.joining(",")));
    }

    private static String quoted(String text) {
      return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
  }

  private static final class Json extends RowsText {
    private List<String> names = List.of();
    private String before = "[";

    Json(PrintWriter out) {
      super(out);
    }

    @Override
    public void columns(List<String> columns) {
      names = columns;
    }

    @Override
    public void row(List<@Nullable Object> values) {
      ObjectNode row = JsonFiles.MAPPER.createObjectNode();
      for (int i = 0; i < names.size(); i++) {
        row.set(names.get(i), JsonFiles.MAPPER.valueToTree(values.get(i)));
      }
      out.println(before + row);
      before = ",";
    }

    @Override
    public void close() {
      out.println(before.equals("[") ? "[]" : "]");
      super.close();
    }
  }
}
