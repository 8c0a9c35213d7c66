package dev.locomo.services.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.llm.http.LocalServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Serves a text at {@code /metrics} until it is closed; there is nothing else to be had there. */
public final class MetricsServer implements AutoCloseable {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** So many ports are tried, as that many runs may go on beside each other. */
  private static final int PORTS = 10;

  private static final int LARGEST_PORT = 65_535;

  private final HttpServer server;

  private MetricsServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens at a port, or at the first of the nine after it that is free.
   *
   * @param at the address; port 0 for any that is free
   * @param text asked at every scrape
   * @throws IOException when it cannot, for instance because all of these ports are taken
   */
  public static MetricsServer start(InetSocketAddress at, Supplier<String> text)
      throws IOException {
    var server = firstFree(at);
    server.createContext("/", exchange -> answer(exchange, text));
    server.start();
    return new MetricsServer(server);
  }

  private static HttpServer firstFree(InetSocketAddress at) throws IOException {
    int last = at.getPort() == 0 ? 0 : Math.min(at.getPort() + PORTS - 1, LARGEST_PORT);
    for (int port = at.getPort(); port < last; port++) {
      try {
        return LocalServer.open(new InetSocketAddress(at.getHostString(), port));
      } catch (BindException e) {
        // That of another run, perhaps.
      }
    }
    return LocalServer.open(new InetSocketAddress(at.getHostString(), last));
  }

  private static void answer(HttpExchange exchange, Supplier<String> text) throws IOException {
    try (exchange) {
      boolean known = exchange.getRequestURI().getPath().equals("/metrics");
      boolean read = exchange.getRequestMethod().matches("GET|HEAD");
      if (!known || !read) {
        exchange.sendResponseHeaders(known ? 405 : 404, -1);
        return;
      }
      byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", TYPE);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Where it is, for example {@code http://127.0.0.1:9464/metrics}. */
  public String url() {
    var address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    String quoted = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + quoted + ":" + address.getPort() + "/metrics";
  }

  @Override
  public void close() {
    LocalServer.close(server);
  }
}
