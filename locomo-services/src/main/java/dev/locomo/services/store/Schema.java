package dev.locomo.services.store;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables of a store up to date. Which version they have stands in {@value #HISTORY}; the
 * library is only loaded when something is to be changed.
 */
final class Schema {
  /** Of the newest script beside this class. */
  private static final int VERSION = 2;

  private static final String HISTORY = "locomo_schema_history";

  /** Any number that others do not lock by; the letters {@code locomo}. */
  private static final long LOCK = 0x6c6f636f6d6fL;

  private Schema() {}

  /**
   * Whether the tables are there.
   *
   * @throws UserError when a newer program made them
   */
  static boolean isCurrent(StoreAddress address, Connection connection) throws SQLException {
    if (!exists(connection, HISTORY)) {
      return false;
    }
    int version = version(connection);
    if (version > VERSION) {
      throw new UserError(
          address.shown() + " has tables of version " + version + ", known here is " + VERSION,
          "a newer locomo");
    }
    return version == VERSION;
  }

  /**
   * Makes or changes them; several processes may do so at once.
   *
   * @throws DataError when the file is a database of another program
   */
  static void migrate(StoreAddress address, Connection connection) throws SQLException {
    try {
      switch (address) {
        case StoreAddress.Sqlite(var file) -> embedded(file, connection);
        case StoreAddress.Postgresql(var url, var login) -> served(url, login, connection);
      }
    } catch (FlywayException e) {
      throw e.getCause() instanceof SQLException cause
          ? cause
          : new SQLException(e.getMessage(), e);
    }
  }

  /** The library's own lock comes after it has made its table, so this one stands before that. */
  private static void served(String url, Properties login, Connection connection)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      try {
        run(url, login.getProperty("user"), login.getProperty("password"));
      } finally {
        statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  /** SQLite knows no lock that spans the library's steps, so one of our own stands before them. */
  private static void embedded(Path file, Connection connection) throws SQLException {
    synchronized (Schema.class) {
      try (var _ = FileGuard.of(file)) {
        refuseForeign(file, connection);
        run(StoreAddress.SQLITE + file, null, null);
      }
    }
  }

  private static void run(String url, @Nullable String user, @Nullable String password) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(url, user, password)
        .locations("classpath:dev/locomo/services/store")
        .table(HISTORY)
        .baselineOnMigrate(true) // a server's database may hold other tables
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private static void refuseForeign(Path file, Connection connection) throws SQLException {
    if (exists(connection, HISTORY)) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SELECT name FROM sqlite_master")) {
      if (tables.next()) {
        throw new DataError(
            file.toString(),
            "",
            "is a database of another program: found '%s'; expected runs"
                .formatted(tables.getString(1)));
      }
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, connection.getSchema(), table, null)) {
      return tables.next();
    }
  }

  private static int version(Connection connection) throws SQLException {
    String sql = "SELECT MAX(CAST(version AS INTEGER)) FROM " + HISTORY + " WHERE success";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** Holds other processes back while a file beside ours is locked. */
  record FileGuard(Path lock, FileChannel channel) implements AutoCloseable {
    /** Waits until no other process has it. */
    @SuppressWarnings("resource") // closing the channel ends the lock
    static FileGuard of(Path file) {
      Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
      try {
        var channel = UserFile.channel(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return new FileGuard(lock, channel);
      } catch (IOException e) {
        throw AtomicFile.unwritable(lock, e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw AtomicFile.unwritable(lock, e);
      }
    }
  }
}
