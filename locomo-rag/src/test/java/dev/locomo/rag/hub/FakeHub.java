package dev.locomo.rag.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A hub as the real one answers: {@code HEAD} and {@code GET /NAME/resolve/REVISION/FILE}; a small
 * file by a relative redirect and with Git's checksum, a large one (here: {@code .safetensors} and
 * {@code .bin}) by a redirect to a second server, with SHA-256 and size in headers of the redirect.
 */
final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> hubTokens = new CopyOnWriteArrayList<>();
  final List<String> storeTokens = new CopyOnWriteArrayList<>();
  final List<String> ranges = new CopyOnWriteArrayList<>();
  private final HttpServer hub = server();
  private final HttpServer store = server();
  volatile String commit = COMMIT;
  volatile int cutAt = Integer.MAX_VALUE;
  volatile boolean corrupt;
  volatile int refusal;
  volatile String refusalCode = "";

  FakeHub() throws IOException {
    hub.createContext("/", this::hub);
    store.createContext("/", this::store);
    hub.start();
    store.start();
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  String endpoint() {
    return address(hub);
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  FakeHub with(String file, String content) {
    files.put(file, content.getBytes(UTF_8));
    return this;
  }

  FakeHub with(String file, byte[] content) {
    files.put(file, content);
    return this;
  }

  private byte[] content(String file) {
    return Objects.requireNonNull(files.get(file), file);
  }

  private static String token(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? "none" : header;
  }

  private void hub(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    hubTokens.add(token(exchange));
    if (path.startsWith("/api/resolve-cache/")) {
      send(exchange, content(path.substring("/api/resolve-cache/".length())), false);
      return;
    }
    String[] parts = path.split("/resolve/", 2);
    String revision = parts.length < 2 ? "" : parts[1].substring(0, parts[1].indexOf('/'));
    String file = parts.length < 2 ? "" : parts[1].substring(parts[1].indexOf('/') + 1);
    if (refusal != 0 || !List.of("main", commit).contains(revision)) {
      error(
          exchange, refusal == 0 ? 404 : refusal, refusal == 0 ? "RevisionNotFound" : refusalCode);
    } else if (!files.containsKey(file)) {
      error(exchange, 404, "EntryNotFound");
    } else {
      redirect(exchange, file);
    }
  }

  private void redirect(HttpExchange exchange, String file) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("X-Repo-Commit", commit);
    byte[] content = content(file);
    if (isLarge(file)) {
      headers.set("X-Linked-ETag", "\"" + hex("SHA-256", content) + "\"");
      headers.set("X-Linked-Size", "" + content.length);
      headers.set("ETag", "\"" + "f".repeat(40) + "\"");
      headers.set("Location", address(store) + "/" + file + "?signature=secret");
      exchange.sendResponseHeaders(302, -1);
    } else {
      headers.set("Location", "/api/resolve-cache/" + file);
      exchange.sendResponseHeaders(307, -1);
    }
    exchange.close();
  }

  static boolean isLarge(String file) {
    return file.endsWith(".safetensors") || file.endsWith(".bin");
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    if (!code.isEmpty()) {
      exchange.getResponseHeaders().set("X-Error-Code", code);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void store(HttpExchange exchange) throws IOException {
    storeTokens.add(token(exchange));
    byte[] content = content(exchange.getRequestURI().getPath().substring(1)).clone();
    if (corrupt) {
      content[content.length / 2] ^= 1;
    }
    send(exchange, content, true);
  }

  private void send(HttpExchange exchange, byte[] content, boolean large) throws IOException {
    exchange.getResponseHeaders().set("ETag", "W/\"" + hex("SHA-1", blob(content)) + "\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + content.length);
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (large) {
      ranges.add(range == null ? "none" : range);
    }
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    int to = large ? Math.max(from, Math.min(content.length, cutAt)) : content.length;
    exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
    try (exchange;
        var body = exchange.getResponseBody()) {
      body.write(content, from, to - from);
    }
  }

  private static byte[] blob(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(UTF_8);
    byte[] all = new byte[head.length + content.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return all;
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
  }
}
