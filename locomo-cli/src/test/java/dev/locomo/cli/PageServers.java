package dev.locomo.cli;

import dev.locomo.services.objects.S3Server;
import dev.locomo.services.redis.RealRedis;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The servers that a page's commands name, started when it names them: a real Redis at {@code
 * redis://queue-host} and {@code redis://cache-host}, a real PostgreSQL at {@code
 * postgresql://db-host/lab}, where ann's password is sesame, and a bucket {@code lab} of object
 * storage that holds {@code sets/locomo10.json}. A page is skipped where one cannot be started.
 */
final class PageServers implements AutoCloseable {
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<AutoCloseable> started = new ArrayList<>();

  PageServers(String commands, Path folder) throws IOException {
    if (commands.contains("redis://")) {
      var redis = kept(new RealRedis());
      for (String host : List.of("queue-host", "cache-host")) {
        addresses.put("redis://" + host + "/0", redis.url());
      }
    }
    if (commands.contains("postgresql://db-host/lab")) {
      addresses.put("jdbc:postgresql://db-host/lab", postgresql(folder.resolve("postgresql")));
    }
    if (commands.contains("s3://")) {
      var objects = kept(new S3Server());
      objects.put(
          "sets/locomo10.json", Files.readString(DocsPage.ROOT.resolve("data/locomo-demo.json")));
      environment.putAll(objects.environment());
    }
  }

  private String postgresql(Path folder) {
    try {
      var server = kept(EmbeddedPostgres.builder().setDataDirectory(folder).start());
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE ROLE ann LOGIN PASSWORD 'sesame'");
        statement.execute("CREATE DATABASE lab OWNER ann");
      }
      return "jdbc:postgresql://localhost:" + server.getPort() + "/lab";
    } catch (IOException | RuntimeException | SQLException e) {
      return Assumptions.abort("PostgreSQL cannot be started here: " + e);
    }
  }

  private <T extends AutoCloseable> T kept(T server) {
    started.add(server);
    return server;
  }

  /** Where what a page names is really, by its name there. */
  Map<String, String> addresses() {
    return addresses;
  }

  /** What the commands need besides. */
  Map<String, String> environment() {
    return environment;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable server : started) {
      server.close();
    }
  }
}
