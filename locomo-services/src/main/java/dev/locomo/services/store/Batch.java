package dev.locomo.services.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Rows for one table, sent many at a time. */
final class Batch implements AutoCloseable {
  private static final int ROWS = 500;

  private final PreparedStatement statement;
  private int waiting;

  private Batch(PreparedStatement statement) {
    this.statement = statement;
  }

  /**
   * Inserts.
   *
   * @param columns comma-separated
   * @param otherwise what to do with rows that are there, or empty
   */
  static Batch into(Connection connection, String table, String columns, String otherwise)
      throws SQLException {
    String values = String.join(", ", Collections.nCopies(columns.split(",").length, "?"));
    return new Batch(
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (%s) %s".formatted(table, columns, values, otherwise)));
  }

  /** One row, a value a column: text, whole numbers, doubles, booleans or null. */
  void add(@Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      set(i + 1, values[i]);
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

  /** Sends what waits. */
  void send() throws SQLException {
    if (waiting > 0) {
      statement.executeBatch();
      waiting = 0;
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
