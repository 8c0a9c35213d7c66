package dev.locomo.services.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Connections to a Redis server of version 5 or later. */
final class RedisServer implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 4000;
  private static final int CONNECTIONS = 16;

  private final RedisAddress address;
  private final JedisPooled redis;

  /** Opens it; nothing is sent before the first command. */
  RedisServer(RedisAddress address) {
    this.address = address;
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .user(address.user())
            .password(address.password())
            .database(address.database())
            .clientName("locomo")
            .ssl(address.tls());
    var pool = new GenericObjectPoolConfig<Connection>();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setJmxEnabled(false);
    this.redis =
        new JedisPooled(pool, new HostAndPort(address.host(), address.port()), config.build());
  }

  /** What has to be done in one go, as the server runs it. */
  static String script(String name) {
    try (var in = RedisServer.class.getResourceAsStream(name + ".lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("(?m)^--.*\n", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without user and password. */
  String address() {
    return address.toString();
  }

  /** What is done there. */
  interface Command<T> {
    T on(JedisPooled redis);
  }

  /**
   * Does something there. A connection that broke while it was idle is no outage: the second try
   * has a new one.
   */
  <T> T with(Command<T> command) throws IOException {
    try {
      return command.on(redis);
    } catch (JedisConnectionException e) {
      redis.getPool().clear();
    } catch (JedisException e) {
      throw failure(e);
    }
    try {
      return command.on(redis);
    } catch (JedisException e) {
      redis.getPool().clear();
      throw failure(e);
    }
  }

  private static IOException failure(JedisException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String why = deepest.getMessage();
    return new IOException(
        why == null ? deepest.getClass().getSimpleName() : why.replaceFirst("\\.$", ""), e);
  }

  @Override
  public void close() {
    redis.close();
  }
}
