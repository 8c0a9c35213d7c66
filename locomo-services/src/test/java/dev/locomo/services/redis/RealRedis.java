package dev.locomo.services.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real server on loopback that keeps nothing on the disk, and can be stopped and started. */
final class RealRedis implements AutoCloseable {
  private final RedisServer server;
  private final int port;

  RealRedis(String... settings) {
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

  String url() {
    return "redis://127.0.0.1:" + port + "/0";
  }

  RedisPlace place() {
    return new RedisPlace(RedisAddress.parse(url()));
  }

  void stop() throws IOException {
    server.stop();
    assertThat(server.isActive()).isFalse();
  }

  void startAgain() throws IOException {
    server.start();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
