package dev.locomo.services.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Speaks as much of S3's protocol as a client of files needs, one bucket, and looks at every
 * signature. Can be told to misbehave.
 */
public final class S3Server implements AutoCloseable {
  static final String BUCKET = "lab";
  static final String KEY = "AKIATEST";
  static final String SECRET = "sesame";
  private static final int PAGE = 2;

  /** What goes wrong with one request, the next that fits. */
  enum Fault {
    SLOW_DOWN,
    INTERNAL_ERROR,
    CUT_OFF
  }

  private record Stored(byte[] bytes, Map<String, String> metadata) {
    String tag() {
      return "\"" + Sha256.of(HexFormat.of().formatHex(bytes)).substring(0, 32) + "\"";
    }
  }

  private record Upload(Map<String, String> metadata, NavigableMap<Integer, byte[]> pieces) {}

  private final List<String> sessions = new CopyOnWriteArrayList<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  /** Starts it on loopback, without objects. */
  public S3Server() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What a client is given. */
  public Map<String, String> environment() {
    return Map.of(
        "LOCOMO_S3_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort(),
        "AWS_ACCESS_KEY_ID", KEY,
        "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** Keeps an object. */
  public void put(String key, String text) {
    objects.put(key, new Stored(text.getBytes(UTF_8), Map.of()));
  }

  void remove(String key) {
    objects.remove(key);
  }

  String text(String key) {
    return new String(requireNonNull(objects.get(key)).bytes(), UTF_8);
  }

  List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  /** The session tokens that requests came with, in their order. */
  List<String> sessions() {
    return List.copyOf(sessions);
  }

  void next(Fault... some) {
    faults.addAll(Arrays.asList(some));
  }

  /** How many requests of a method came and were answered. */
  int requests(String method) {
    return requests.getOrDefault(method, 0);
  }

  private void answer(HttpExchange x) throws IOException {
    try (x) {
      byte[] body = x.getRequestBody().readAllBytes();
      String[] path = x.getRequestURI().getPath().substring(1).split("/", 2);
      Fault fault = faults.peek();
      sessions.addAll(x.getRequestHeaders().getOrDefault("X-Amz-Security-Token", List.of()));
      if (!signed(x, body)) {
        error(x, 403, "SignatureDoesNotMatch");
      } else if (!path[0].equals(BUCKET)) {
        error(x, 404, "NoSuchBucket");
      } else if (fault == Fault.SLOW_DOWN || fault == Fault.INTERNAL_ERROR) {
        faults.poll();
        error(
            x,
            fault == Fault.SLOW_DOWN ? 503 : 500,
            fault == Fault.SLOW_DOWN ? "SlowDown" : "InternalError");
      } else {
        requests.merge(x.getRequestMethod(), 1, Integer::sum);
        object(x, path.length < 2 ? "" : path[1], body);
      }
    }
  }

  private void object(HttpExchange x, String key, byte[] body) throws IOException {
    switch (x.getRequestMethod()) {
      case "PUT" -> put(x, key, body);
      case "POST", "DELETE" -> pieces(x, key);
      case "HEAD", "GET" -> {
        if (key.isEmpty()) {
          list(x);
        } else if (objects.containsKey(key)) {
          get(x, objects.get(key));
        } else {
          error(x, 404, "NoSuchKey");
        }
      }
      default -> error(x, 405, "MethodNotAllowed");
    }
  }

  /** Begins an upload in pieces, or ends it. */
  private void pieces(HttpExchange x, String key) throws IOException {
    var query = query(x);
    String id = query.getOrDefault("uploadId", "");
    String answer = "";
    if (query.containsKey("uploads")) {
      uploads.put(key, new Upload(metadata(x), new ConcurrentSkipListMap<>()));
      answer =
          "<InitiateMultipartUploadResult><UploadId>"
              + key.hashCode()
              + "</UploadId></InitiateMultipartUploadResult>";
    } else if (!id.isEmpty() && x.getRequestMethod().equals("POST")) {
      var upload = requireNonNull(uploads.remove(key));
      var all = new ByteArrayOutputStream();
      upload.pieces().values().forEach(all::writeBytes);
      objects.put(key, new Stored(all.toByteArray(), upload.metadata()));
      answer = "<CompleteMultipartUploadResult/>";
    }
    byte[] bytes = answer.getBytes(UTF_8);
    x.sendResponseHeaders(bytes.length == 0 ? 204 : 200, bytes.length == 0 ? -1 : bytes.length);
    x.getResponseBody().write(bytes);
  }

  private static Map<String, String> metadata(HttpExchange x) {
    return x.getRequestHeaders().entrySet().stream()
        .filter(h -> h.getKey().toLowerCase(Locale.ROOT).startsWith("x-amz-meta-"))
        .collect(Collectors.toMap(Map.Entry::getKey, h -> h.getValue().getFirst()));
  }

  private void put(HttpExchange x, String key, byte[] body) throws IOException {
    String checksum = x.getRequestHeaders().getFirst("Content-MD5");
    if (checksum != null && !checksum.equals(Base64.getEncoder().encodeToString(md5(body)))) {
      error(x, 400, "BadDigest");
      return;
    }
    String piece = query(x).get("partNumber");
    if (piece != null) {
      requireNonNull(uploads.get(key)).pieces().put(Integer.valueOf(piece), body);
      x.getResponseHeaders().set("ETag", "\"" + piece + "\"");
      x.sendResponseHeaders(200, -1);
      return;
    }
    var stored = new Stored(body, metadata(x));
    objects.put(key, stored);
    x.getResponseHeaders().set("ETag", stored.tag());
    x.sendResponseHeaders(200, -1);
  }

  private void get(HttpExchange x, Stored stored) throws IOException {
    String match = x.getRequestHeaders().getFirst("If-Match");
    if (match != null && !match.equals(stored.tag())) {
      error(x, 412, "PreconditionFailed");
      return;
    }
    String range = x.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    byte[] bytes = Arrays.copyOfRange(stored.bytes(), from, stored.bytes().length);
    stored.metadata().forEach(x.getResponseHeaders()::set);
    x.getResponseHeaders().set("ETag", stored.tag());
    if (x.getRequestMethod().equals("HEAD")) {
      x.getResponseHeaders().set("Content-Length", "" + bytes.length);
      x.sendResponseHeaders(200, -1);
      return;
    }
    boolean cut = faults.peek() == Fault.CUT_OFF;
    x.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length == 0 ? -1 : bytes.length);
    if (cut) {
      faults.poll();
    }
    x.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
    x.getResponseBody().flush();
  }

  /** Two a page, so that there are pages. */
  private void list(HttpExchange x) throws IOException {
    var query = query(x);
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("continuation-token", "");
    var keys =
        objects.keySet().stream()
            .filter(k -> k.startsWith(prefix) && k.compareTo(after) > 0)
            .toList();
    var page = keys.stream().limit(PAGE).toList();
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>");
    xml.append("<IsTruncated>").append(keys.size() > PAGE).append("</IsTruncated>");
    if (keys.size() > PAGE) {
      xml.append("<NextContinuationToken>")
          .append(page.getLast())
          .append("</NextContinuationToken>");
    }
    for (String key : page) {
      xml.append("<Contents><Key>").append(key.replace("&", "&amp;")).append("</Key><Size>");
      xml.append(requireNonNull(objects.get(key)).bytes().length).append("</Size></Contents>");
    }
    send(x, 200, xml.append("</ListBucketResult>").toString());
  }

  private static Map<String, String> query(HttpExchange x) {
    String query = x.getRequestURI().getQuery();
    return Arrays.stream(query == null ? new String[0] : query.split("&"))
        .map(p -> (p + "=").split("=", 3))
        .collect(Collectors.toMap(p -> p[0], p -> p[1]));
  }

  private static void error(HttpExchange x, int status, String code) throws IOException {
    send(
        x,
        status,
        "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>no</Message></Error>");
  }

  private static void send(HttpExchange x, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(UTF_8);
    boolean head = x.getRequestMethod().equals("HEAD");
    x.getResponseHeaders().set("Content-Type", "application/xml");
    x.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      x.getResponseBody().write(bytes);
    }
  }

  /** AWS Signature Version 4. */
  private static boolean signed(HttpExchange x, byte[] body) {
    var headers = x.getRequestHeaders();
    String authorization = headers.getFirst("Authorization");
    String payload = headers.getFirst("x-amz-content-sha256");
    boolean whole =
        "UNSIGNED-PAYLOAD".equals(payload) || HexFormat.of().formatHex(hash(body)).equals(payload);
    if (authorization == null || !whole) {
      return false;
    }
    String scope = authorization.replaceFirst(".*Credential=" + KEY + "/([^,]*),.*", "$1");
    String[] names = authorization.replaceFirst(".*SignedHeaders=([^,]*),.*", "$1").split(";");
    var canonical = new ArrayList<String>();
    canonical.add(x.getRequestMethod());
    canonical.add(x.getRequestURI().getRawPath());
    String query = x.getRequestURI().getRawQuery();
    canonical.add(
        query == null
            ? ""
            : Arrays.stream(query.split("&"))
                .map(p -> p.contains("=") ? p : p + "=")
                .sorted()
                .collect(Collectors.joining("&")));
    for (String name : names) {
      canonical.add(name + ":" + String.join(",", headers.get(name)).strip());
    }
    canonical.add("");
    canonical.add(String.join(";", names));
    canonical.add(payload);
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            headers.getFirst("X-Amz-Date"),
            scope,
            Sha256.of(String.join("\n", canonical)));
    byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return authorization.endsWith("Signature=" + HexFormat.of().formatHex(hmac(key, text)));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hash(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    return digest.digest(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
