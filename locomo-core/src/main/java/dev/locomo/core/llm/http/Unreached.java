package dev.locomo.core.llm.http;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a machine was not reached, and what to do about it. */
public final class Unreached {
  private static final Pattern OTHER_NAME = Pattern.compile("No (name|subject alternative)");
  private static final Pattern TUNNEL = Pattern.compile("Tunnel failed, got: (\\d+)");

  private Unreached() {}

  /**
   * In one line, without the address's user, query and path.
   *
   * @param address of the machine
   * @param failure what the HTTP client threw
   */
  public static String why(URI address, Throwable failure) {
    var via = Network.via(address);
    String asked = via.map(Object::toString).orElseGet(() -> String.valueOf(address.getHost()));
    String way = via.map(proxy -> " (through the proxy " + proxy + ")").orElse("");
    String said =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .map(Throwable::getMessage)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    return cause(failure, said, asked) + way;
  }

  private static String cause(Throwable failure, String said, String asked) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return "unknown host "
          + asked
          + " (is the address right? where a network is left through a proxy only: HTTPS_PROXY)";
    }
    if (failure instanceof HttpTimeoutException) {
      return "nothing came in time (" + failure.getMessage() + ")";
    }
    // A refusal that comes at once closes the channel before the client looks why.
    if (failure instanceof ConnectException
        && (said.contains("refused") || has(failure, ClosedChannelException.class))) {
      return "connection refused by " + asked + " (is the server running, and the port right?)";
    }
    var tunnel = TUNNEL.matcher(said);
    if (tunnel.find()) {
      return "the proxy answered "
          + tunnel.group(1)
          + " instead of connecting (NO_PROXY names hosts that are reached without it)";
    }
    if (failure instanceof SSLException) {
      return tls(failure, said);
    }
    if (has(failure, EOFException.class)) {
      return "the connection was closed without an answer";
    }
    return said.isEmpty() ? failure.getClass().getSimpleName() : said;
  }

  private static String tls(Throwable failure, String said) {
    if (has(failure, CertificateExpiredException.class)
        || has(failure, CertificateNotYetValidException.class)) {
      return "its certificate is not valid today (" + said + ")";
    }
    if (has(failure, CertPathBuilderException.class)) {
      String unread = Network.unread();
      return "its certificate is not trusted: no valid certification path to an authority that is"
          + " known (one of your own network: SSL_CERT_FILE=FILE or --ca-file FILE"
          + (unread.isEmpty() ? ")" : "; " + unread + ")");
    }
    if (OTHER_NAME.matcher(said).find()) {
      return "its certificate is of another host (" + said + ")";
    }
    return said.contains("plaintext")
        ? "it does not speak TLS (http:// instead of https://?)"
        : "no TLS connection (" + said + ")";
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(kind::isInstance);
  }
}
