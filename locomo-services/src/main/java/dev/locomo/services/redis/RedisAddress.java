package dev.locomo.services.redis;

import dev.locomo.core.error.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis server is: {@code redis://user:password@host:port/database}, {@code rediss://} for
 * TLS.
 *
 * @param tls whether the connection is encrypted and the server's certificate checked
 * @param host its name
 * @param port 6379 where none is said
 * @param database from 0
 * @param user null for the default one
 * @param password null for none
 */
record RedisAddress(
    boolean tls,
    String host,
    int port,
    int database,
    @Nullable String user,
    @Nullable String password) {
  private static final int PORT = 6379;
  private static final String EXPECTED = "redis://[user:password@]host[:port][/database]";

  /** Whether a text means a Redis server at all. */
  public static boolean isOne(String text) {
    return text.startsWith("redis://") || text.startsWith("rediss://");
  }

  /**
   * Reads one.
   *
   * @throws UserError when it is none; the message does not repeat the password
   */
  public static RedisAddress parse(String text) {
    try {
      var uri = new URI(text);
      String path = uri.getPath() == null ? "" : uri.getPath();
      boolean good = uri.getHost() != null && path.matches("/?|/\\d{1,4}");
      if (!good || uri.getQuery() != null || uri.getFragment() != null) {
        throw wrong(text);
      }
      return of(uri, path.length() > 1 ? Integer.parseInt(path.substring(1)) : 0);
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
  }

  private static RedisAddress of(URI uri, int database) {
    String login = uri.getUserInfo();
    int colon = login == null ? -1 : login.indexOf(':');
    String user =
        login == null || colon == 0 ? null : colon < 0 ? login : login.substring(0, colon);
    String password = login == null || colon < 0 ? null : login.substring(colon + 1);
    int port = uri.getPort() < 0 ? PORT : uri.getPort();
    return new RedisAddress(
        uri.getScheme().equals("rediss"), uri.getHost(), port, database, user, password);
  }

  private static UserError wrong(String text) {
    return new UserError(
        "the address of the shared cache cannot be understood: "
            + text.replaceAll("//[^/]*@", "//...@"),
        EXPECTED);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
  }
}
