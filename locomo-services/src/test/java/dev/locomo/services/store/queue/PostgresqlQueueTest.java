package dev.locomo.services.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.queue.WorkQueueContract;
import dev.locomo.services.store.StoreAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue in a real PostgreSQL database; skipped where none can be started. */
class PostgresqlQueueTest extends WorkQueueContract {
  private static @Nullable EmbeddedPostgres server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    try {
      server = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start();
    } catch (IOException | RuntimeException e) {
      Assumptions.abort("PostgreSQL cannot be started here: " + e);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private static String url() {
    return Objects.requireNonNull(server).getJdbcUrl("postgres", "postgres");
  }

  @Override
  protected WorkQueue open(String run, int priority, Duration lease) {
    return new PostgresqlQueue(StoreAddress.parse(url(), Map.of()), run, priority, lease);
  }

  @Test
  void aConnectionThatTheServerEndsIsMadeAgain() throws IOException, SQLException {
    try (var queue = new PostgresqlQueue(url(), Map.of(), "r", 0)) {
      queue.offer(0, List.of("a"));
      try (var other = Objects.requireNonNull(server).getPostgresDatabase().getConnection();
          var statement = other.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                + " 'locomo' AND pid <> pg_backend_pid()");
      }
      assertThatThrownBy(() -> queue.take(0)).isInstanceOf(IOException.class);
      assertThat(queue.take(0)).isPresent();
    }
  }

  @Test
  void aServerThatIsSilentIsLeftAndUsedAgainWhenItAnswers() throws IOException, SQLException {
    try (var queue = open("silent", 0, Duration.ofMillis(500))) {
      queue.offer(0, List.of("a"));
      try (var other = Objects.requireNonNull(server).getPostgresDatabase().getConnection();
          var statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE locomo_queue_pieces IN ACCESS EXCLUSIVE MODE");
        assertThatThrownBy(() -> queue.take(0)).isInstanceOf(IOException.class);
        other.rollback();
      }
      assertThat(queue.take(0)).isPresent();
    }
  }

  @Test
  void aServerThatTakesAConnectionAndSaysNothingIsLeft() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url =
          "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/d?loginTimeout=1&user=me";
      try (var queue = new PostgresqlQueue(url, Map.of(), "r", 0)) {
        assertThatThrownBy(queue::stages).hasMessageContaining("timed out");
      }
      var store = StoreAddress.parse(url, Map.of());
      assertThatThrownBy(() -> StoreAddress.Connecting.to(store, 0, false))
          .hasMessageContaining("timed out");
    }
  }

  @Test
  void aServerThatRefusesIsQuoted() {
    String url = url().replaceFirst("/postgres(?=\\?|$)", "/nowhere");
    try (var queue = new PostgresqlQueue(url, Map.of(), "r", 0)) {
      assertThatThrownBy(queue::stages)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("\"nowhere\" does not exist");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    try (var queue = new PostgresqlQueue("jdbc:postgresql://127.0.0.1:1/d", Map.of(), "r", 0)) {
      assertThatThrownBy(queue::stages)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:1");
    }
  }
}
