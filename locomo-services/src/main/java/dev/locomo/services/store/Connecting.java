package dev.locomo.services.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;

/** Connections as the stores want them. */
final class Connecting {
  private Connecting() {}

  /**
   * Connects.
   *
   * @param patienceMillis how long an SQLite file may be in use by others
   * @param readOnly whether nothing can be changed
   */
  static Connection to(StoreAddress address, int patienceMillis, boolean readOnly)
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
    var properties = new Properties();
    properties.putAll(login);
    properties.setProperty("ApplicationName", "locomo");
    properties.setProperty("connectTimeout", "15");
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
