package dev.locomo.services.store;

import static dev.locomo.services.store.StoreFailure.translated;

import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.Printable;
import dev.locomo.services.store.StoreAddress.Connecting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open store. A run is there as a whole or not at all, whatever happens in between; several
 * processes may import at once, one waits for the other. For one thread.
 */
public final class Store implements AutoCloseable {
  /** How long to wait for another process that writes. */
  private static final int PATIENCE_MILLIS = 60_000;

  /** Any number that no other program locks. */
  private static final long IMPORT_LOCK = 0x10C0_4010L;

  private final StoreAddress address;
  private final Connection connection;

  /** What an import did. */
  public enum Change {
    ADDED,
    UPDATED,
    UNCHANGED
  }

  /**
   * A run that was imported.
   *
   * @param id as {@code runs list} shows it
   * @param change what was done
   */
  public record Imported(String id, Change change) {}

  private Store(StoreAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  /**
   * Opens a store to write into, made where there is none.
   *
   * @throws UserError when it refuses who asks, cannot be written or was made by a newer program
   * @throws dev.locomo.core.error.DataError when the file is no store
   * @throws dev.locomo.core.llm.ProviderError when it cannot be reached
   */
  public static Store open(StoreAddress address) {
    return open(address, PATIENCE_MILLIS);
  }

  /**
   * Opens a store that is there.
   *
   * @throws UserError also when there is none
   */
  public static Store existing(StoreAddress address) {
    if (address instanceof StoreAddress.Sqlite(var file) && !Files.exists(file)) {
      throw none(file);
    }
    return open(address);
  }

  /** The usual one is beside the runs that a user looks for. */
  private static UserError none(Path file) {
    Path folder = Objects.requireNonNullElse(file.getParent(), Path.of("."));
    int runs = 0;
    try {
      runs = Files.isDirectory(folder) ? FolderReader.inside(folder).size() : 0;
    } catch (IOException e) {
      // There is no store there either.
    }
    return runs == 0
        ? new UserError("there is no store " + file, "locomo runs import DIR, or --store")
        : new UserError(
            "there is no store %s; the folder %s has %s, not yet in one"
                .formatted(file, folder, Printable.counted(runs, "run")),
            "locomo runs import " + folder + ", and the same again; or --store");
  }

  static Store open(StoreAddress address, int patienceMillis) {
    if (address instanceof StoreAddress.Sqlite(var file)) {
      makeFolder(file);
    }
    return translated(
        address,
        () -> {
          var connection = Connecting.to(address, patienceMillis, false);
          try {
            if (!Schema.isCurrent(address, connection)) {
              Schema.migrate(address, connection);
            }
            return new Store(address, connection);
          } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
          }
        });
  }

  private static void makeFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  /** The open connection, for reading. */
  Connection connection() {
    return connection;
  }

  /** Where it is. */
  public StoreAddress address() {
    return address;
  }

  /**
   * Imports a run folder; one that is there as it is now is left alone.
   *
   * @throws dev.locomo.core.error.DataError when the folder holds no run, or one that is damaged
   */
  public Imported add(Path folder, FolderReader reader) {
    StoredFolder run = reader.read(folder);
    String id = new RunFacts(run).id();
    return changed(() -> {
      String before = content(id);
      String path = run.path().toString();
      if ((run.sha256() + path).equals(before)) {
        return new Imported(id, Change.UNCHANGED);
      }
      new RunWriter(connection, run).write();
      return new Imported(id, before == null ? Change.ADDED : Change.UPDATED);
    });
  }

  private @Nullable String content(String id) throws SQLException {
    String sql = "SELECT content_sha256 || folder FROM runs WHERE id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** Removes a run; questions and conversations stay, for other runs are about them too. */
  public void remove(String id) {
    changed(() -> {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM runs WHERE id = ?")) {
        delete.setString(1, id);
        return delete.executeUpdate();
      }
    });
  }

  private <T> T changed(StoreFailure.Work<T> work) {
    return translated(
        address,
        () -> {
          boolean done = false;
          try {
            connection.setAutoCommit(false);
            waitForOthers();
            T result = work.run();
            connection.commit();
            done = true;
            return result;
          } finally {
            if (!done) {
              quietly(connection::rollback);
            }
            quietly(() -> connection.setAutoCommit(true));
          }
        });
  }

  /** SQLite has done so by now: every transaction begins as one that writes. */
  private void waitForOthers() throws SQLException {
    if (address instanceof StoreAddress.Postgresql) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_xact_lock(" + IMPORT_LOCK + ")");
      }
    }
  }

  /** What there is nothing to do about: a connection that is gone has been rolled back. */
  @FunctionalInterface
  private interface Ending {
    void run() throws SQLException;
  }

  private static void quietly(Ending ending) {
    try {
      ending.run();
    } catch (SQLException e) {
      // The failure that brought us here is the one to report.
    }
  }

  @Override
  public void close() {
    quietly(connection::close);
  }
}
