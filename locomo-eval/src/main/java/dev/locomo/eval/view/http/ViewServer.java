package dev.locomo.eval.view.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.http.LocalServer;
import dev.locomo.eval.report.Page;
import dev.locomo.eval.view.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Serves pages and JSON until it is closed: one virtual thread a request. */
public final class ViewServer implements AutoCloseable {
  private static final String POLICY =
      "default-src 'none'; style-src "
          + Page.source(Site.style())
          + "; script-src 'self'; connect-src 'self'; img-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final int LARGEST_JSON = 32 << 20;
  private static final int LARGEST_FORM = 1 << 16;
  private static final int WARM_UP_MILLIS = 10_000;

  /** How long it serves where nobody stops it. */
  public static final Duration FOREVER = Duration.ofDays(36_500);

  private final HttpServer server;
  private final Routes routes;
  private final Guard guard;

  /**
   * Where it listens, and to whom.
   *
   * @param at the address; port 0 for any that is free
   * @param names further names under which it is reached
   * @param token what has to be shown; null for nothing, on loopback alone
   */
  public record Door(InetSocketAddress at, List<String> names, @Nullable String token) {}

  private ViewServer(HttpServer server, Routes routes, Guard guard) {
    this.server = server;
    this.routes = routes;
    this.guard = guard;
  }

  /**
   * Listens.
   *
   * @throws UserError when everybody could read, the host is unknown or the port taken
   */
  public static ViewServer start(Door door, Routes routes) {
    var at = door.at();
    if (at.isUnresolved()) {
      throw new UserError("unknown host " + at.getHostString(), "--host 127.0.0.1");
    }
    Guard.refuseOpen(at, door.token());
    try {
      var server = LocalServer.open(at);
      var guard =
          Guard.of(
              new InetSocketAddress(at.getAddress(), server.getAddress().getPort()),
              door.names(),
              door.token());
      var view = new ViewServer(server, routes, guard);
      server.createContext("/", view::answer);
      server.start();
      view.warmUp(door.token());
      return view;
    } catch (IOException e) {
      throw new UserError(
          "cannot listen at "
              + at.getHostString()
              + ":"
              + at.getPort()
              + " ("
              + UserFile.why(e)
              + ")",
          "another --port",
          e);
    }
  }

  /** For example {@code http://127.0.0.1:8080}. */
  public String url() {
    var at = server.getAddress();
    String host = at.getAddress().getHostAddress();
    String shown = at.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
    return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + at.getPort();
  }

  /**
   * Asks for the first page once, over the wire, before anybody waits for what first use takes. It
   * serves all the same where that fails or takes long.
   */
  private void warmUp(@Nullable String token) {
    var at = URI.create(url());
    String proof = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
    String ask =
        "GET / HTTP/1.1\r\nHost: "
            + at.getAuthority()
            + "\r\n"
            + proof
            + "Connection: close\r\n\r\n";
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.getHost(), at.getPort()), WARM_UP_MILLIS);
      socket.setSoTimeout(WARM_UP_MILLIS);
      socket.getOutputStream().write(ask.getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      LoggerFactory.getLogger(ViewServer.class).debug("the first page was not made", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response response = response(exchange);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", response.type());
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("X-Frame-Options", "DENY");
      headers.set("Referrer-Policy", "same-origin");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      headers.set("Cache-Control", "no-store");
      response.headers().forEach(headers::set);
      byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
      boolean none = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
      exchange.sendResponseHeaders(response.status(), none ? -1 : body.length);
      if (!none) {
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush(); // before what a client may still send is waited for
      }
    }
  }

  private Response response(HttpExchange exchange) throws IOException {
    String path = String.valueOf(exchange.getRequestURI().getPath());
    boolean json = path.startsWith("/v1/");
    try {
      if (path.equals("/health") && exchange.getRequestMethod().matches("GET|HEAD")) {
        return routes.health();
      }
      String refusal = guard.refusal(exchange.getRequestMethod(), exchange.getRequestHeaders());
      if (!refusal.isEmpty()) {
        return routes.message(json, 403, "Refused: " + refusal + ".");
      }
      boolean login = path.equals("/login") && exchange.getRequestMethod().equals("POST");
      if (!login && !path.startsWith("/assets/") && !guard.admits(exchange.getRequestHeaders())) {
        return json ? routes.message(true, 401, "A token is needed.") : routes.login(401);
      }
      Request request = Request.of(exchange, json ? LARGEST_JSON : LARGEST_FORM);
      if (login) {
        return guard.isToken(request.params().get("token"))
            ? Response.to("/").with("Set-Cookie", guard.cookie())
            : routes.login(401);
      }
      return routes.answer(request);
    } catch (NoSuchElementException e) {
      return routes.message(json, 404, String.valueOf(e.getMessage()));
    } catch (UserError e) {
      String remedy = e.remedy().isEmpty() ? "" : "; " + e.remedy();
      return routes.message(json, 400, e.getMessage() + remedy);
    } catch (DataError e) {
      return routes.message(json, 422, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(ViewServer.class).error("a page cannot be made", e);
      return routes.message(json, 500, "A bug in locomo: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    LocalServer.close(server);
    routes.close();
  }
}
