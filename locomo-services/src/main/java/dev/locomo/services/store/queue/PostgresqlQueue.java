package dev.locomo.services.store.queue;

import dev.locomo.core.queue.WorkQueue;
import dev.locomo.services.store.StoreAddress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A queue in a PostgreSQL database: a row for each piece, taken with {@code FOR UPDATE SKIP LOCKED}
 * and held until a time of the server's clock. The tables are made in the first schema of the
 * search path.
 */
public final class PostgresqlQueue implements WorkQueue {
  private static final String TABLES =
      """
      SELECT pg_advisory_xact_lock(7036874417766);
      CREATE TABLE IF NOT EXISTS locomo_queue_runs (
        run text PRIMARY KEY, priority int NOT NULL, stages int NOT NULL,
        there_until timestamptz NOT NULL);
      CREATE TABLE IF NOT EXISTS locomo_queue_pieces (
        run text NOT NULL REFERENCES locomo_queue_runs ON DELETE CASCADE,
        stage int NOT NULL, piece text NOT NULL, place bigserial, time int NOT NULL DEFAULT 1,
        holder text, held_until timestamptz, record text, PRIMARY KEY (run, stage, piece));
      CREATE INDEX IF NOT EXISTS locomo_queue_open ON locomo_queue_pieces (run, stage, place)
        WHERE record IS NULL;
      """;

  private static final String TAKE =
      """
      UPDATE locomo_queue_pieces SET holder = ?, held_until = now() + ? * interval '1 ms'
      WHERE (run, stage, piece) = (
        SELECT run, stage, piece FROM locomo_queue_pieces
        WHERE run = ? AND stage = ? AND record IS NULL
          AND (held_until IS NULL OR held_until < now())
          AND NOT EXISTS (SELECT 1 FROM locomo_queue_runs
            WHERE priority > ? AND there_until > now())
        ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING piece, time
      """;

  /** Milliseconds; when the server is silent for longer than a lease, what is held is lost. */
  private static final long LEAST_SILENCE = 4000;

  private final StoreAddress address;
  private final String run;
  private final int priority;
  private final Duration lease;
  private final String holder = UUID.randomUUID().toString();
  private @Nullable Connection connection;

  /**
   * Opens it; nothing is sent before the first call.
   *
   * @param url as the driver has it
   * @param environment for user and password, as for a store
   * @param run names the run among others
   * @param priority of the run; higher ones go first
   */
  public PostgresqlQueue(String url, Map<String, String> environment, String run, int priority) {
    this(StoreAddress.parse(url, environment), run, priority, LEASE);
  }

  PostgresqlQueue(StoreAddress address, String run, int priority, Duration lease) {
    this.address = address;
    this.run = run;
    this.priority = priority;
    this.lease = lease;
  }

  /** What is done there, in one transaction. */
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private synchronized <T> T with(Work<T> work) throws IOException {
    try {
      Connection open = connection;
      if (open == null || open.isClosed()) {
        open = StoreAddress.Connecting.to(address, 0, false);
        connection = open;
        open.setNetworkTimeout(Runnable::run, (int) Math.max(LEAST_SILENCE, lease.toMillis()));
        try (var statement = open.createStatement()) {
          open.setAutoCommit(false);
          statement.execute(TABLES);
          statement.execute(
              "DELETE FROM locomo_queue_runs WHERE there_until < now() - interval '"
                  + KEPT.toDays()
                  + " days'");
        }
        open.commit();
      }
      T result = work.on(open);
      open.commit();
      return result;
    } catch (SQLException e) {
      close();
      throw new IOException(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private PreparedStatement statement(Connection on, String sql, Object... values)
      throws SQLException {
    var statement = on.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private int update(String sql, Object... values) throws IOException {
    return with(c -> {
      try (var statement = statement(c, sql, values)) {
        return statement.executeUpdate();
      }
    });
  }

  /** Reads the rows of a result. */
  private interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> T query(Rows<T> rows, String sql, Object... values) throws IOException {
    return with(c -> {
      try (var statement = statement(c, sql, values);
          ResultSet result = statement.executeQuery()) {
        return rows.read(result);
      }
    });
  }

  @Override
  public String address() {
    return address.shown();
  }

  @Override
  public void offer(int stage, List<String> pieces) throws IOException {
    with(c -> {
      try (var seen =
              statement(
                  c,
                  "INSERT INTO locomo_queue_runs VALUES (?, ?, ?, now() + ? * interval '1 ms') ON"
                      + " CONFLICT (run) DO UPDATE SET stages = greatest(locomo_queue_runs.stages,"
                      + " excluded.stages), priority = excluded.priority,"
                      + " there_until = excluded.there_until",
                  run,
                  priority,
                  stage + 1,
                  lease.toMillis());
          var added =
              statement(
                  c,
                  "INSERT INTO locomo_queue_pieces (run, stage, piece) VALUES (?, ?, ?) ON CONFLICT"
                      + " DO NOTHING")) {
        seen.executeUpdate();
        for (String piece : pieces) {
          added.setString(1, run);
          added.setInt(2, stage);
          added.setString(3, piece);
          added.addBatch();
        }
        return added.executeBatch().length;
      }
    });
  }

  @Override
  public Optional<Taken> take(int stage) throws IOException {
    return query(
        rows ->
            rows.next()
                ? Optional.of(new Taken(rows.getString(1), rows.getInt(2)))
                : Optional.empty(),
        TAKE,
        holder,
        lease.toMillis(),
        run,
        stage,
        priority);
  }

  @Override
  public void renew(int stage, Collection<String> pieces) throws IOException {
    update(
        "UPDATE locomo_queue_runs SET there_until = now() + ? * interval '1 ms' WHERE run = ?",
        lease.toMillis(),
        run);
    for (String piece : new ArrayList<>(pieces)) {
      update(
          "UPDATE locomo_queue_pieces SET held_until = now() + ? * interval '1 ms'"
              + " WHERE run = ? AND stage = ? AND piece = ? AND holder = ?",
          lease.toMillis(),
          run,
          stage,
          piece,
          holder);
    }
  }

  @Override
  public void giveBack(int stage, String piece) throws IOException {
    update(
        "UPDATE locomo_queue_pieces SET holder = NULL, held_until = NULL, time = time + 1, place ="
            + " nextval(pg_get_serial_sequence('locomo_queue_pieces', 'place'))"
            + " WHERE run = ? AND stage = ? AND piece = ? AND holder = ? AND record IS NULL",
        run,
        stage,
        piece,
        holder);
  }

  @Override
  public boolean complete(int stage, String piece, String record) throws IOException {
    update(
        "UPDATE locomo_queue_pieces SET record = ? WHERE run = ? AND stage = ? AND piece = ? AND"
            + " record IS NULL",
        record,
        run,
        stage,
        piece);
    return query(
        rows -> rows.next() && record.equals(rows.getString(1)),
        "SELECT record FROM locomo_queue_pieces WHERE run = ? AND stage = ? AND piece = ?",
        run,
        stage,
        piece);
  }

  @Override
  public int open(int stage) throws IOException {
    return query(
        PostgresqlQueue::number,
        "SELECT count(*) FROM locomo_queue_pieces WHERE run = ? AND stage = ? AND record IS NULL",
        run,
        stage);
  }

  @Override
  public Map<String, String> records(int stage) throws IOException {
    return query(
        rows -> {
          var records = new LinkedHashMap<String, String>();
          while (rows.next()) {
            records.put(rows.getString(1), rows.getString(2));
          }
          return records;
        },
        "SELECT piece, record FROM locomo_queue_pieces WHERE run = ? AND stage = ? AND record IS"
            + " NOT NULL ORDER BY place",
        run,
        stage);
  }

  @Override
  public int stages() throws IOException {
    return query(
        PostgresqlQueue::number, "SELECT stages FROM locomo_queue_runs WHERE run = ?", run);
  }

  private static int number(ResultSet rows) throws SQLException {
    return rows.next() ? rows.getInt(1) : 0;
  }

  @Override
  public synchronized void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing is lost: each step was committed.
      }
    }
  }
}
