package dev.locomo.services.store;

import dev.locomo.core.error.UserError;
import dev.locomo.services.store.StoreAddress.Connecting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** A statement that reads and cannot write, whoever wrote it. */
public final class Query {
  /** Most rows that are kept in memory at once. */
  private static final int FETCHED = 1_000;

  private static final int PATIENCE_MILLIS = 10_000;

  private Query() {}

  /** Takes what comes back. */
  public interface Rows {
    /** The names of the columns, once and first. */
    void columns(List<String> names);

    /** A row: text, whole numbers, doubles, booleans or null. */
    void row(List<@Nullable Object> values);
  }

  /**
   * Runs it on a connection of its own.
   *
   * @throws dev.locomo.core.error.UserError when the store does not understand it, or it would
   *     change something
   */
  public static void run(StoreAddress address, String sql, Rows rows) {
    StoreFailure.translated(
        address,
        () -> {
          try (Connection connection = Connecting.to(address, PATIENCE_MILLIS, true)) {
            connection.setAutoCommit(false); // else the whole result is fetched at once
            read(connection, sql, rows);
            return rows;
          }
        });
  }

  private static void read(Connection connection, String sql, Rows rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet result = result(statement, sql)) {
        ResultSetMetaData columns = result.getMetaData();
        var names = new ArrayList<String>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          names.add(columns.getColumnLabel(i));
        }
        rows.columns(names);
        while (result.next()) {
          rows.row(values(result, names.size()));
        }
      }
    }
  }

  private static ResultSet result(Statement statement, String sql) throws SQLException {
    try {
      return statement.executeQuery(sql);
    } catch (SQLException e) {
      if (e.getErrorCode() == SQLiteErrorCode.SQLITE_READONLY.code) {
        throw new UserError("a query cannot change the store", "a SELECT");
      }
      throw e;
    }
  }

  private static List<@Nullable Object> values(ResultSet row, int count) throws SQLException {
    var values = new ArrayList<@Nullable Object>();
    for (int i = 1; i <= count; i++) {
      values.add(
          switch (row.getObject(i)) {
            case null -> null;
            case Integer number -> (Long) number.longValue();
            case Long number -> number;
            case Float number -> (Double) number.doubleValue();
            case Double number -> number;
            case Boolean yes -> yes;
            case java.math.BigDecimal number -> (Double) number.doubleValue();
            case Object other -> row.getString(i) == null ? other.toString() : row.getString(i);
          });
    }
    return values;
  }
}
