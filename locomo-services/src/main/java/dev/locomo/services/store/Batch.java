package dev.locomo.services.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows for one table, sent many at a time. */
final class Batch {
  /** What to do with rows that are there: leave them. */
  static final String KEEP = "ON CONFLICT DO NOTHING";

  /** What to do with rows of the same id: put everything of the new ones into them. */
  static final String REPLACE = "replace";

  private static final int ROWS = 500;

  /** The character 0 as JSON has it, and the escaped backslashes before it. */
  private static final Pattern ZERO = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\u0000");

  private final PreparedStatement statement;
  private final int columns;
  private int waiting;

  private Batch(PreparedStatement statement, int columns) {
    this.statement = statement;
    this.columns = columns;
  }

  /** What adds rows. */
  @FunctionalInterface
  interface Rows {
    void to(Batch batch) throws SQLException;
  }

  /**
   * Inserts.
   *
   * @param otherwise what to do with rows that are there, in SQL: {@link #KEEP}, {@link #REPLACE}
   *     or empty for a failure
   */
  static void into(Connection connection, String table, String otherwise, Rows rows)
      throws SQLException {
    List<String> columns = columns(connection, table);
    String values = String.join(", ", Collections.nCopies(columns.size(), "?"));
    String names = String.join(", ", columns);
    String conflict =
        otherwise.equals(REPLACE)
            ? columns.stream()
                .skip(1)
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", ", "ON CONFLICT (id) DO UPDATE SET ", ""))
            : otherwise;
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (%s) %s".formatted(table, names, values, conflict))) {
      var batch = new Batch(statement, columns.size());
      rows.to(batch);
      batch.send();
    }
  }

  /** The names of a table's columns, in their order. */
  private static List<String> columns(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
      var names = new ArrayList<String>();
      for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
        names.add(none.getMetaData().getColumnName(i));
      }
      return names;
    }
  }

  /**
   * One row.
   *
   * @param values of the first columns of the table, in its order: text, whole numbers, doubles,
   *     booleans or null; the other columns are null
   */
  void add(@Nullable Object... values) throws SQLException {
    for (int i = 0; i < columns; i++) {
      set(i + 1, i < values.length ? values[i] : null);
    }
    statement.addBatch();
    if (++waiting == ROWS) {
      send();
    }
  }

  private void set(int column, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> statement.setNull(column, Types.NULL);
      case String text -> statement.setString(column, storable(text));
      case Integer number -> statement.setInt(column, number);
      case Long number -> statement.setLong(column, number);
      case Double number -> statement.setDouble(column, number);
      case Boolean yes -> statement.setBoolean(column, yes);
      default -> throw new IllegalArgumentException("no column for " + value.getClass());
    }
  }

  /** PostgreSQL has no place for the character 0, and UTF-8 none for half a pair. */
  static String storable(String text) {
    if (text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
      return text;
    }
    String whole = new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    return whole.replace('\0', '\uFFFD');
  }

  /** JSON without the character 0, which PostgreSQL's documents cannot hold escaped either. */
  static String storableJson(String json) {
    return ZERO.matcher(json).replaceAll("$1\uFFFD");
  }

  private void send() throws SQLException {
    if (waiting > 0) {
      statement.executeBatch();
      waiting = 0;
    }
  }
}
