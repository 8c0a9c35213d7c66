package dev.locomo.services.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.services.store.StoreAddress.Connecting;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a real PostgreSQL server, a database for each test; skipped where it cannot start. */
class PostgresqlStoreTest extends StoreContract {
  private static @Nullable EmbeddedPostgres server;
  private static int databases;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    try {
      server = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start();
      Path access = folder.resolve("data/pg_hba.conf");
      Files.writeString(access, "host all visitor all scram-sha-256\n" + Files.readString(access));
      execute("CREATE ROLE visitor LOGIN PASSWORD 'sesame' SUPERUSER", "SELECT pg_reload_conf()");
    } catch (IOException | RuntimeException | SQLException e) {
      Assumptions.abort("PostgreSQL cannot be started here: " + e);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private static EmbeddedPostgres server() {
    return java.util.Objects.requireNonNull(server);
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @BeforeEach
  void database() throws SQLException {
    execute("CREATE DATABASE d" + ++databases);
  }

  @Override
  StoreAddress address() {
    return address("postgres", "");
  }

  private static StoreAddress address(String user, String password) {
    var login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    return new StoreAddress.Postgresql(
        "jdbc:postgresql://localhost:" + server().getPort() + "/d" + databases, login);
  }

  @Test
  void aServerThatRefusesSaysWhoMayAsk() {
    assertThatThrownBy(() -> Store.open(address("visitor", "wrong")))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.remedy()).contains("LOCOMO_STORE_PASSWORD"))
        .hasMessageContaining("authentication failed");
    Store.open(address("visitor", "sesame")).close();
    var nowhere =
        new StoreAddress.Postgresql(
            "jdbc:postgresql://localhost:" + server().getPort() + "/nowhere?user=postgres",
            new Properties());
    assertThatThrownBy(() -> Store.open(nowhere))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("\"nowhere\" does not exist");
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var gone =
        new StoreAddress.Postgresql("jdbc:postgresql://127.0.0.1:" + port + "/d", new Properties());
    assertThatThrownBy(() -> Store.open(gone))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void anImportThatTheServerEndsLeavesNothingAndCanBeRepeated() throws Exception {
    Path run = folders().questions("a", "extractive", NOON);
    Store.open(address()).close();
    try (var other = Connecting.to(address(), 0, false);
        var statement = other.createStatement();
        var thread = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE metric_summaries"); // written last
      Future<Store.Imported> held = thread.submit(() -> add(run));
      String waiting =
          "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'd%d'"
              .formatted(databases);
      while (query(waiting).isEmpty()) {
        execute("SELECT pg_sleep(0.02)");
      }
      execute("SELECT pg_terminate_backend(pid) FROM (" + waiting + ") w");
      assertThatThrownBy(held::get).hasCauseInstanceOf(ProviderError.class);
      other.rollback();
    }
    assertThat(query("SELECT COUNT(*) FROM runs")).containsExactly(List.of(0L));
    assertThat(query("SELECT COUNT(*) FROM answers")).containsExactly(List.of(0L));
    assertThat(add(run).change()).isEqualTo(Store.Change.ADDED);
  }

  @Test
  void documentsAreQueriedAndIndexedAsTheDocumentationSays() throws SQLException {
    add(folders().questions("a", "extractive", NOON));
    assertThat(
            query(
                "SELECT sample, turn ->> 'dia_id' FROM conversations,"
                    + " jsonb_path_query(document::jsonb, '$.conversation.*[*]') AS turn"
                    + " WHERE turn ->> 'text' LIKE '%dog%'"))
        .containsExactly(List.of("talk-1", "D1:1"));
    assertThat(query("SELECT name, report::jsonb #>> '{metrics,token-f1,overall,mean}' FROM runs"))
        .containsExactly(List.of("a", "0.75"));
    try (var connection = Connecting.to(address(), 0, false);
        var statement = connection.createStatement()) {
      statement.execute("CREATE INDEX ON conversations USING gin ((document::jsonb))");
    }
    assertThat(
            query(
                "SELECT sample FROM conversations WHERE document::jsonb @>"
                    + " '{\"conversation\": {\"speaker_a\": \"Ida\"}}'"))
        .containsExactly(List.of("talk-1"));
  }

  @Test
  void otherTablesOfTheDatabaseStay() throws SQLException {
    try (var connection = Connecting.to(address(), 0, false);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE recipes (name TEXT)");
    }
    add(folders().questions("a", "extractive", NOON));
    assertThat(query("SELECT COUNT(*) FROM recipes")).containsExactly(List.of(0L));
  }
}
