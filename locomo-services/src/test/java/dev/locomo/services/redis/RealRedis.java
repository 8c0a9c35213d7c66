package dev.locomo.services.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real server on loopback that keeps nothing on the disk, and can be stopped and started. */
public final class RealRedis implements AutoCloseable {
  private final RedisServer server;
  private final int port;

  /**
   * Starts it, or skips the test where there is none for this machine.
   *
   * @param settings lines of its configuration
   */
  public RealRedis(String... settings) {
    port = freePort();
    RedisServer built = null;
    try {
      var builder = RedisServer.newRedisServer().port(port).bind("127.0.0.1");
      builder.setting("save \"\"");
      for (String setting : settings) {
        builder.setting(setting);
      }
      built = builder.build();
      built.start();
    } catch (IOException e) {
      abort("skipped: no Redis server for this machine (" + e.getMessage() + ")");
    }
    server = built;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Its address, of the first database. */
  public String url() {
    return url("", 0);
  }

  /**
   * Its address.
   *
   * @param login empty, or user and password with the {@code @} after them
   */
  public String url(String login, int database) {
    return "redis://" + login + "127.0.0.1:" + port + "/" + database;
  }

  RedisPlace place() {
    return new RedisPlace(RedisAddress.parse(url()));
  }

  /** Stops it; nothing when it has stopped. */
  public void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(server.isActive()).isFalse();
  }

  /** Takes connections and answers nobody for a while. */
  void silent(Duration length) {
    try (var client = new Jedis("127.0.0.1", port)) {
      client.clientPause(length.toMillis());
    }
  }

  void startAgain() throws IOException {
    server.start();
  }

  @Override
  public void close() {
    stop();
  }
}
