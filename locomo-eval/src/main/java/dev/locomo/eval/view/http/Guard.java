package dev.locomo.eval.view.http;

import com.sun.net.httpserver.Headers;
import dev.locomo.core.error.UserError;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A request has to name this server as its host, exactly, so that no other name leads
 * a browser here (DNS rebinding); come from no other site's page (Origin, Sec-Fetch-Site); and have
 * the token, where one is set: beyond loopback one has to be.
 */
final class Guard {
  private static final String COOKIE = "locomo_token=";
  private static final Set<String> WRITES = Set.of("POST", "PUT", "DELETE", "PATCH");

  private final Set<String> hosts;
  private final byte @Nullable [] token;

  private Guard(Set<String> hosts, byte @Nullable [] token) {
    this.hosts = hosts;
    this.token = token;
  }

  /**
   * For a server.
   *
   * @param at where it listens, its port known
   * @param names further names under which it is reached, each with its port where that is not the
   *     usual one
   * @param token what has to be shown; null for nothing
   * @throws UserError when it would be open beyond loopback
   */
  static Guard of(InetSocketAddress at, List<String> names, @Nullable String token) {
    InetAddress address = at.getAddress();
    refuseOpen(at, token);
    var hosts = new HashSet<String>();
    names.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    String port = ":" + at.getPort();
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      hosts.addAll(List.of("localhost" + port, "127.0.0.1" + port, "[::1]" + port));
    } else {
      hosts.add(at.getHostString().toLowerCase(Locale.ROOT) + port);
      hosts.add(address.getHostAddress() + port);
    }
    return new Guard(hosts, token == null ? null : token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Beyond loopback there has to be a token.
   *
   * @throws UserError when there is none
   */
  static void refuseOpen(InetSocketAddress at, @Nullable String token) {
    if (!at.getAddress().isLoopbackAddress() && token == null) {
      throw new UserError(
          "everybody could read at " + at.getHostString(), "--token-file FILE beyond loopback");
    }
  }

  /** Why a request is refused; empty for one that is not. The token is another matter. */
  String refusal(String method, Headers headers) {
    String host = headers.getFirst("Host");
    if (headers.getOrDefault("Host", List.of()).size() != 1
        || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      return "another host is asked for";
    }
    String origin = headers.getFirst("Origin");
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean own =
        origin == null
            || origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host);
    boolean navigates = "navigate".equals(headers.getFirst("Sec-Fetch-Mode"));
    if (!own || ("cross-site".equals(site) && !navigates)) {
      return "it comes from a page of another site";
    }
    String type = headers.getFirst("Content-Type");
    boolean json = type != null && type.matches("application/json\\s*(;.*)?");
    return WRITES.contains(method) && origin == null && !json
        ? "it comes from no page of this server and has no JSON"
        : "";
  }

  /** Whether the token is shown, as a bearer or as a cookie, or none is wanted. */
  boolean admits(Headers headers) {
    if (token == null) {
      return true;
    }
    String bearer = headers.getFirst("Authorization");
    if (bearer != null && bearer.startsWith("Bearer ") && isToken(bearer.substring(7))) {
      return true;
    }
    return headers.getOrDefault("Cookie", List.of()).stream()
        .flatMap(cookies -> Arrays.stream(cookies.split(";\\s*")))
        .anyMatch(c -> c.startsWith(COOKIE) && isToken(c.substring(COOKIE.length())));
  }

  /** In a time that does not tell how much of it is right. */
  boolean isToken(String shown) {
    return token != null
        && MessageDigest.isEqual(token, shown.strip().getBytes(StandardCharsets.UTF_8));
  }

  /** What a browser keeps after the token was shown. */
  String cookie() {
    String value = new String(token == null ? new byte[0] : token, StandardCharsets.UTF_8);
    return COOKIE + value + "; HttpOnly; SameSite=Strict; Path=/";
  }
}
