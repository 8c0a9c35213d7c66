package dev.locomo.rag.caption;

import dev.locomo.core.llm.http.Network;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;

/**
 * Gets files by http and https from public addresses only.
 *
 * <p>A name is looked up once; if one of its addresses is not public, nothing is asked, and the
 * connection goes to an address that was looked at, so that a second look-up cannot give another
 * one. Every redirection is checked in the same way. HttpClient cannot be told which address to
 * connect to, hence the sockets.
 *
 * @param limits what an image may take
 * @param allowed which addresses may be connected to
 */
public record PublicWeb(Limits limits, Predicate<InetAddress> allowed) {
  private static final int MOST_REDIRECTIONS = 5;
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

  /** What one image may take: bytes of its body, and time for all of it, redirections included. */
  public record Limits(int bytes, Duration time) {}

  /** The public internet. */
  public PublicWeb(Limits limits) {
    this(limits, PublicAddress::is);
  }

  /**
   * The public internet, and a host that the user named, whatever its address is; its name is
   * looked up when an address that is not public comes up.
   */
  public static PublicWeb besides(Limits limits, String host) {
    return new PublicWeb(limits, address -> PublicAddress.is(address) || is(host, address));
  }

  private static boolean is(String host, InetAddress address) {
    try {
      return List.of(resolved(host)).contains(address);
    } catch (FetchError e) {
      return false;
    }
  }

  /** Takes a file, or refuses it. */
  @FunctionalInterface
  interface Taker<T> {
    T take(String address, byte[] file) throws FetchError;
  }

  /**
   * The file of the first address that gives one which is taken; fails when none does, or there is
   * none.
   */
  <T> T first(List<String> addresses, Taker<T> taker) throws FetchError {
    FetchError last = new FetchError("has neither a file in its folder nor an address");
    for (String address : addresses) {
      try {
        return taker.take(address, get(address));
      } catch (FetchError e) {
        last = e;
      }
    }
    throw last;
  }

  /**
   * Gets a file; fails when the address is not one that is asked, or does not give the file within
   * the limits.
   */
  public byte[] get(String address) throws FetchError {
    var deadline = new Deadline(limits.time);
    String at = address;
    for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
      URI uri = checked(at);
      HttpAnswer answer = ask(uri, deadline);
      if (answer.status() == 200) {
        return answer.body();
      }
      if (!REDIRECTIONS.contains(answer.status())) {
        throw new FetchError("the server answered " + answer.status());
      }
      at = redirected(uri, answer.location());
    }
    throw new FetchError("is redirected more than " + MOST_REDIRECTIONS + " times");
  }

  private static String redirected(URI from, String location) throws FetchError {
    try {
      return from.resolve(new URI(location)).toString();
    } catch (URISyntaxException e) {
      throw new FetchError("is redirected to what is no address", e);
    }
  }

  private static URI checked(String address) throws FetchError {
    URI uri;
    try {
      uri = new URI(address.strip().replace(" ", "%20").replace("|", "%7C")).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw new FetchError("is no address (" + e.getReason() + ")", e);
    }
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw new FetchError("is not an http or https address");
    }
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getPort() > 65_535) {
      throw new FetchError("is an address without a host, with a user, or with a port too high");
    }
    return uri;
  }

  private HttpAnswer ask(URI uri, Deadline deadline) throws FetchError {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    try (Socket plain = connected(uri.getHost(), port, deadline);
        var _ = deadline.closing(plain);
        Socket socket = secure ? secured(plain, uri.getHost(), port) : plain) {
      socket.getOutputStream().write(HttpAnswer.request(uri));
      socket.getOutputStream().flush();
      return HttpAnswer.read(new BufferedInputStream(socket.getInputStream()), limits.bytes);
    } catch (SocketTimeoutException e) {
      throw late(e);
    } catch (IOException e) {
      if (deadline.over()) {
        throw late(e);
      }
      throw new FetchError("cannot be downloaded (" + e.getMessage() + ")", e);
    }
  }

  private FetchError late(IOException cause) {
    return new FetchError("did not arrive within " + limits.time.toSeconds() + " s", cause);
  }

  private Socket connected(String host, int port, Deadline deadline)
      throws IOException, FetchError {
    InetAddress[] addresses = resolved(host);
    for (InetAddress address : addresses) {
      if (!allowed.test(address)) {
        throw new FetchError("leads to " + address.getHostAddress() + ", which is not public");
      }
    }
    IOException last = new IOException("no address");
    for (InetAddress address : addresses) {
      var socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.connect(new InetSocketAddress(address, port), deadline.millisLeft());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private static InetAddress[] resolved(String host) throws FetchError {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    try {
      return InetAddress.getAllByName(bracketed ? host.substring(1, host.length() - 1) : host);
    } catch (UnknownHostException e) {
      throw new FetchError("has an unknown host: " + host, e);
    }
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    var factory = Network.trust().getSocketFactory();
    var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be the host's
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** A moment after which nothing is waited for, however slowly it arrives. */
  private static final class Deadline {
    private final long end;

    Deadline(Duration time) {
      end = System.nanoTime() + time.toNanos();
    }

    boolean over() {
      return end - System.nanoTime() <= 0;
    }

    int millisLeft() throws SocketTimeoutException {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new SocketTimeoutException();
      }
      return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /**
     * Closes the socket when the time is over; a timeout of single reads would let a server that
     * sends a byte now and then go on for ever.
     *
     * @return closed when the socket is done with
     */
    Closeable closing(Socket socket) {
      Thread guard =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                  socket.close();
                } catch (InterruptedException | IOException e) {
                  // It was in time, or there is nothing left to close.
                }
              });
      return guard::interrupt;
    }
  }
}
