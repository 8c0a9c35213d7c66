package dev.locomo.services.store;

import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;

/** Where a store is, and who asks for it. */
public sealed interface StoreAddress {
  /** What users write for SQLite; a path alone means the same. */
  String SQLITE = "jdbc:sqlite:";

  /** What users write for PostgreSQL. */
  String POSTGRESQL = "jdbc:postgresql:";

  /** As messages name it: without a password. */
  String shown();

  /**
   * A file.
   *
   * @param file made when something is put into it
   */
  record Sqlite(Path file) implements StoreAddress {
    @Override
    public String shown() {
      return file.toString();
    }
  }

  /**
   * A database of a server.
   *
   * @param url {@code jdbc:postgresql://host/db?...}, parameters as the driver has them
   * @param login user and password where the URL has none
   */
  record Postgresql(String url, Properties login) implements StoreAddress {
    @Override
    public String shown() {
      return url.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
      return shown();
    }
  }

  /**
   * Reads an address.
   *
   * @param text {@code jdbc:postgresql://host/db}, {@code jdbc:sqlite:FILE} or a file
   * @param environment for {@code LOCOMO_STORE_USER} and {@code LOCOMO_STORE_PASSWORD}, or files
   *     that hold them: {@code LOCOMO_STORE_PASSWORD_FILE}
   * @throws UserError when it is no address of a store
   */
  static StoreAddress parse(String text, Map<String, String> environment) {
    String address = text.strip();
    if (address.startsWith(POSTGRESQL)) {
      return new Postgresql(address, login(environment));
    }
    String file = address.startsWith(SQLITE) ? address.substring(SQLITE.length()) : address;
    if (file.isEmpty() || file.startsWith("jdbc:") || file.contains("://") || file.contains("?")) {
      throw new UserError(
          "'" + address.replaceFirst("//.*", "//...") + "' is no store",
          "a file, or jdbc:postgresql://host/database");
    }
    boolean folder = Files.isDirectory(Path.of(file));
    if (!folder && Files.exists(Path.of(file)) && !Files.isRegularFile(Path.of(file))) {
      throw new UserError(file + " is a device or a pipe", "a file");
    }
    if (folder) {
      throw new UserError(file + " is a folder", "a file in it, such as " + file + "/results.db");
    }
    return new Sqlite(Path.of(file));
  }

  private static Properties login(Map<String, String> environment) {
    var login = new Properties();
    for (String part : new String[] {"user", "password"}) {
      Keys.read(environment, Path.of(".env"))
          .secret("LOCOMO_STORE_" + part.toUpperCase(Locale.ROOT))
          .ifPresent(value -> login.setProperty(part, value));
    }
    return login;
  }

  /** Connections as the stores want them. */
  final class Connecting {
    private Connecting() {}

    /**
     * Connects.
     *
     * @param patienceMillis how long an SQLite file may be in use by others
     * @param readOnly whether nothing can be changed
     */
    public static Connection to(StoreAddress address, int patienceMillis, boolean readOnly)
        throws SQLException {
      return switch (address) {
        case StoreAddress.Sqlite(var file) -> sqlite(file, patienceMillis, readOnly);
        case StoreAddress.Postgresql(var url, var login) -> postgresql(url, login, readOnly);
      };
    }

    private static Connection sqlite(Path file, int patienceMillis, boolean readOnly)
        throws SQLException {
      var config = new SQLiteConfig();
      config.setReadOnly(readOnly);
      config.enforceForeignKeys(true);
      config.setBusyTimeout(patienceMillis);
      if (!readOnly) {
        config.setTransactionMode(TransactionMode.IMMEDIATE);
      }
      return JDBC.createConnection(StoreAddress.SQLITE + file, config.toProperties());
    }

    private static Connection postgresql(String url, Properties login, boolean readOnly)
        throws SQLException {
      // What the address says wins.
      var properties = new Properties();
      properties.putAll(login);
      properties.setProperty("ApplicationName", "locomo");
      properties.setProperty("connectTimeout", "15");
      properties.setProperty("loginTimeout", "15");
      properties.setProperty("socketTimeout", "600");
      properties.setProperty("tcpKeepAlive", "true");
      properties.setProperty("reWriteBatchedInserts", "true");
      var connection = new org.postgresql.Driver().connect(url, properties);
      if (connection == null) {
        throw new SQLException("not an address that the driver understands", "42000");
      }
      connection.setReadOnly(readOnly);
      return connection;
    }
  }
}
