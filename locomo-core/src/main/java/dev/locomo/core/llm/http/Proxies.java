package dev.locomo.core.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}
 * name, in either case of letters, the lower one first. Those of Java's own system properties
 * ({@code https.proxyHost}, ...) win where they are set. This machine is never asked through one.
 */
final class Proxies extends ProxySelector {
  /** Scheme, user with password, host, port; a password may hold anything. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "^(?:(\\w+)://)?(?:(.*)@)?(\\[[0-9A-Fa-f:.]+\\]|[^:/@\\[\\]]+)(?::(\\d{1,5}))?/?");

  private final Map<String, String> environment;
  private final @Nullable ProxySelector java;

  /**
   * @param environment variables by name
   * @param java what knows the system properties; null for nothing
   */
  Proxies(Map<String, String> environment, @Nullable ProxySelector java) {
    this.environment = environment;
    this.java = java;
  }

  /**
   * A proxy.
   *
   * @param user {@code USER:PASSWORD}, or null
   */
  record Via(String host, int port, @Nullable String user) {
    /** The value of {@code Proxy-Authorization}; empty without a user. */
    Optional<String> authorization() {
      return Optional.ofNullable(user)
          .map(u -> "Basic " + Base64.getEncoder().encodeToString(u.getBytes(UTF_8)));
    }

    /** Without user and password. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * The proxy that the environment names for an address; empty when it is reached without one, or
   * as the system properties say.
   *
   * @throws UserError when a variable names no proxy that can be used; its value is not repeated
   */
  Optional<Via> via(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String host = address.getHost();
    if (host == null || !scheme.matches("https?") || systemSays(scheme) || direct(address, host)) {
      return Optional.empty();
    }
    return Stream.of(scheme + "_proxy", "all_proxy")
        .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
        .filter(name -> !value(name).isEmpty())
        .findFirst()
        .map(name -> parsed(name, value(name)));
  }

  private String value(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private static boolean systemSays(String scheme) {
    return Stream.of(scheme + ".proxyHost", "socksProxyHost")
            .anyMatch(name -> !System.getProperty(name, "").isBlank())
        || Boolean.getBoolean("java.net.useSystemProxies");
  }

  private static Via parsed(String name, String value) {
    var parts = ADDRESS.matcher(value);
    if (!parts.matches() || parts.group(1) != null && !parts.group(1).equalsIgnoreCase("http")) {
      throw new UserError(
          name + " names no proxy that can be used (SOCKS and proxies behind TLS cannot)",
          name + "=http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, or unset it");
    }
    String user = parts.group(2) == null ? null : decoded(parts.group(2));
    int port = parts.group(4) == null ? 80 : Integer.parseInt(parts.group(4));
    return new Via(parts.group(3), port, user);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a bare % of a password
    }
  }

  private boolean direct(URI address, String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\.$", "");
    @Nullable InetAddress literal = literal(name);
    if (name.equals("localhost")
        || name.endsWith(".localhost")
        || literal != null && (literal.isLoopbackAddress() || literal.isAnyLocalAddress())) {
      return true;
    }
    int usual = "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    int port = address.getPort() < 0 ? usual : address.getPort();
    String named = value("no_proxy").isEmpty() ? value("NO_PROXY") : value("no_proxy");
    Predicate<String> matches = entry -> matches(entry, name, port, literal);
    return Arrays.stream(named.toLowerCase(Locale.ROOT).split("[,;\\s]+"))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(matches);
  }

  /**
   * A name and all below it, an address, a network as {@code 10.0.0.0/8} or {@code 10.*}; with a
   * port or without.
   */
  private static boolean matches(
      String entry, String name, int port, @Nullable InetAddress literal) {
    if (entry.equals("*")) {
      return true;
    }
    var withPort = Pattern.compile("^(\\[.*\\]|[^:]*):(\\d{1,5})").matcher(entry);
    boolean ported = withPort.matches();
    if (ported && Integer.parseInt(withPort.group(2)) != port) {
      return false;
    }
    String bare = (ported ? withPort.group(1) : entry).replaceAll("^\\[|\\]$", "");
    if (bare.indexOf('*') > 0) {
      return name.matches("\\Q" + bare.replace("*", "\\E.*\\Q") + "\\E");
    }
    if (literal != null) {
      int slash = bare.indexOf('/');
      InetAddress network = literal(slash < 0 ? bare : bare.substring(0, slash));
      String bits = slash < 0 ? "" : bare.substring(slash + 1);
      return network != null && within(literal, network, bits);
    }
    String domain = bare.replaceFirst("^\\*?\\.", "");
    return name.equals(domain) || name.endsWith("." + domain);
  }

  private static boolean within(InetAddress address, InetAddress network, String bits) {
    int all = network.getAddress().length * 8;
    int kept = bits.matches("\\d{1,3}") ? Integer.parseInt(bits) : all;
    int shift = all - Math.min(kept, all);
    return address.getAddress().length * 8 == all
        && new BigInteger(1, address.getAddress())
            .shiftRight(shift)
            .equals(new BigInteger(1, network.getAddress()).shiftRight(shift));
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return text.matches("[0-9a-f.:]+") ? InetAddress.ofLiteral(text) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public List<Proxy> select(URI address) {
    return via(address)
        .map(via -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(via.host(), via.port())))
        .map(List::of)
        .orElseGet(() -> java == null ? List.of(Proxy.NO_PROXY) : java.select(address));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    // Nothing to remember: there is one proxy for an address.
  }
}
