package dev.locomo.services.store;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.sql.SQLException;
import java.util.Objects;
import org.sqlite.SQLiteErrorCode;

/** What a database says, as an error that a user can act on. */
final class StoreFailure {
  private StoreFailure() {}

  /** Something that talks to a database. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * Does it.
   *
   * @throws UserError when the store refuses who asks, or has no room
   * @throws DataError when the file is no store
   * @throws ProviderError when the store cannot be reached, is busy or went away
   */
  static <T> T translated(StoreAddress address, Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw of(address, e);
    }
  }

  static RuntimeException of(StoreAddress address, SQLException e) {
    return switch (address) {
      case StoreAddress.Sqlite(var file) -> sqlite(file.toString(), e);
      case StoreAddress.Postgresql server -> postgresql(server.shown(), e);
    };
  }

  private static RuntimeException sqlite(String file, SQLException e) {
    int code = e.getErrorCode() & 0xFF; // what is above refines it
    if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return new ProviderError(
          Kind.UNAVAILABLE, file + " is in use by another program that does not end", null, e);
    }
    if (code == SQLiteErrorCode.SQLITE_NOTADB.code || code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return new DataError(file, "", "is no SQLite database, or is damaged", e);
    }
    if (code == SQLiteErrorCode.SQLITE_FULL.code
        || code == SQLiteErrorCode.SQLITE_IOERR.code
        || code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return new UserError(
          "cannot write " + file + " (" + message(e) + ")",
          "a folder that can be written and has room",
          e);
    }
    return new UserError(file + ": " + message(e), "", e);
  }

  /** By the class of the SQLSTATE. */
  private static RuntimeException postgresql(String server, SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    String group = state.length() < 2 ? "" : state.substring(0, 2);
    String said = server + ": " + message(e);
    return switch (group) {
      case "28" ->
          new UserError(
              said, "LOCOMO_STORE_USER and LOCOMO_STORE_PASSWORD (or ..._PASSWORD_FILE)", e);
      case "3D" -> new UserError(said, "createdb, or another database", e);
      case "22", "25", "42" -> new UserError(said, "", e);
      case "08", "57" -> new ProviderError(Kind.CONNECTION, said, null, e);
      default -> new ProviderError(Kind.UNAVAILABLE, said, null, e);
    };
  }

  private static String message(SQLException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    return message.lines().findFirst().orElse("").strip();
  }
}
