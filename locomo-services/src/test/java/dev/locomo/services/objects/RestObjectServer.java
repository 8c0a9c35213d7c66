package dev.locomo.services.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * As much of the REST interfaces of Google's and Azure's stores as their pages describe for a
 * client of files: one bucket, pages of two, a token instead of signatures.
 */
final class RestObjectServer implements AutoCloseable {
  static final String BUCKET = "lab";
  static final String TOKEN = "token-of-the-lab";
  private static final int PAGE = 2;

  private record Stored(byte[] bytes, String sha256, int generation) {}

  private final HttpServer server;
  private final NavigableMap<String, Stored> objects = new TreeMap<>();
  private final Map<String, byte[]> blocks = new HashMap<>();
  private int generation;

  RestObjectServer() {
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

  private synchronized void answer(HttpExchange x) throws IOException {
    try (x) {
      byte[] body = x.getRequestBody().readAllBytes();
      var query = new HashMap<String, String>();
      String raw = x.getRequestURI().getRawQuery();
      for (String pair : raw == null ? new String[0] : raw.split("&")) {
        String[] sides = pair.split("=", 2);
        query.put(sides[0], URLDecoder.decode(sides[1], UTF_8));
      }
      String path = x.getRequestURI().getRawPath();
      boolean known = ("Bearer " + TOKEN).equals(x.getRequestHeaders().getFirst("Authorization"));
      if (!known) {
        send(x, 403, new byte[0]);
      } else if (path.matches("/(upload/)?storage/v1/.*")) {
        google(x, path.replaceFirst("^(/upload)?/storage/v1/b/", "").split("/", 3), query, body);
      } else {
        azure(x, path.substring(1).split("/", 2), query, body);
      }
    }
  }

  private void google(HttpExchange x, String[] path, Map<String, String> query, byte[] body)
      throws IOException {
    Stored found = path.length < 3 ? null : objects.get(URLDecoder.decode(path[2], UTF_8));
    if (!path[0].equals(BUCKET) || path.length == 3 && found == null) {
      send(x, 404, new byte[0]);
    } else if (x.getRequestMethod().equals("POST")) {
      multipart(x, body);
    } else if (found == null) {
      var page = JsonFiles.MAPPER.createObjectNode();
      String next =
          page(
              query,
              "pageToken",
              (name, stored) ->
                  page.withArray("/items")
                      .addObject()
                      .put("name", name)
                      .put("size", "" + stored.bytes.length));
      if (!next.isEmpty()) {
        page.put("nextPageToken", next);
      }
      send(x, 200, page.toString().getBytes(UTF_8));
    } else if (query.containsKey("alt")) {
      boolean same = ("" + found.generation).equals(query.get("ifGenerationMatch"));
      send(x, same ? 200 : 412, same ? found.bytes : new byte[0]);
    } else {
      var about = JsonFiles.MAPPER.createObjectNode().put("size", "" + found.bytes.length);
      about
          .put("generation", "" + found.generation)
          .putObject("metadata")
          .put("sha256", found.sha256);
      send(x, 200, about.toString().getBytes(UTF_8));
    }
  }

  private void multipart(HttpExchange x, byte[] body) throws IOException {
    String boundary =
        x.getRequestHeaders().getFirst("Content-Type").replaceFirst(".*boundary=", "");
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String[] parts = text.split("(\r\n)?--" + boundary + "(--)?\r\n", -1);
    String about = new String(parts[1].getBytes(StandardCharsets.ISO_8859_1), UTF_8);
    var json = JsonFiles.MAPPER.readTree(about.substring(about.indexOf("\r\n\r\n")));
    String content = parts[2].substring(parts[2].indexOf("\r\n\r\n") + 4);
    keep(
        json.path("name").asText(),
        content.getBytes(StandardCharsets.ISO_8859_1),
        json.at("/metadata/sha256").asText());
    send(x, 200, "{}".getBytes(UTF_8));
  }

  private void azure(HttpExchange x, String[] path, Map<String, String> query, byte[] body)
      throws IOException {
    String key = path.length < 2 ? "" : URLDecoder.decode(path[1].replace("+", "%2B"), UTF_8);
    Stored found = objects.get(key);
    if (!path[0].equals(BUCKET)) {
      x.getResponseHeaders().set("x-ms-error-code", "ContainerNotFound");
      send(x, 404, new byte[0]);
    } else if (x.getRequestMethod().equals("PUT")) {
      put(x, key, query, body);
    } else if (key.isEmpty()) {
      var xml = new StringBuilder("\uFEFF<?xml version=\"1.0\"?><EnumerationResults><Blobs>");
      String next =
          page(
              query,
              "marker",
              (name, stored) ->
                  xml.append("<Blob><Name>")
                      .append(name.replace("&", "&amp;"))
                      .append("</Name><Properties><Content-Length>")
                      .append(stored.bytes.length)
                      .append("</Content-Length></Properties></Blob>"));
      xml.append("</Blobs><NextMarker>")
          .append(next.replace("&", "&amp;"))
          .append("</NextMarker></EnumerationResults>");
      send(x, 200, xml.toString().getBytes(UTF_8));
    } else if (found == null) {
      send(x, 404, new byte[0]);
    } else {
      String tag = "\"0x" + found.generation + "\"";
      String match = x.getRequestHeaders().getFirst("If-Match");
      x.getResponseHeaders().set("ETag", tag);
      x.getResponseHeaders().set("x-ms-meta-sha256", found.sha256);
      boolean same = match == null || match.equals(tag);
      send(x, same ? 200 : 412, same ? found.bytes : new byte[0]);
    }
  }

  private void put(HttpExchange x, String key, Map<String, String> query, byte[] body)
      throws IOException {
    String sha256 = String.valueOf(x.getRequestHeaders().getFirst("x-ms-meta-sha256"));
    switch (query.getOrDefault("comp", "")) {
      case "block" -> blocks.put(query.get("blockid"), body);
      case "blocklist" -> {
        var all = new ByteArrayOutputStream();
        Pattern.compile("<Latest>(.*?)</Latest>")
            .matcher(new String(body, UTF_8))
            .results()
            .forEach(block -> all.writeBytes(blocks.get(block.group(1))));
        keep(key, all.toByteArray(), sha256);
      }
      default -> keep(key, body, sha256);
    }
    send(x, 201, new byte[0]);
  }

  private void keep(String name, byte[] bytes, String sha256) {
    generation++;
    objects.put(name, new Stored(bytes, sha256, generation));
  }

  private interface Each {
    void take(String name, Stored stored);
  }

  private String page(Map<String, String> query, String token, Each each) {
    String prefix = query.getOrDefault("prefix", "");
    var names =
        objects.tailMap(query.getOrDefault(token, ""), true).entrySet().stream()
            .filter(e -> e.getKey().startsWith(prefix))
            .toList();
    names.stream().limit(PAGE).forEach(e -> each.take(e.getKey(), e.getValue()));
    return names.size() > PAGE ? names.get(PAGE).getKey() : "";
  }

  private static void send(HttpExchange x, int status, byte[] bytes) throws IOException {
    String range = x.getRequestHeaders().getFirst("Range");
    boolean part = status == 200 && range != null;
    int from = part ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
    byte[] sent = Arrays.copyOfRange(bytes, from, bytes.length);
    if (x.getRequestMethod().equals("HEAD")) {
      x.getResponseHeaders().set("Content-Length", "" + sent.length);
      x.sendResponseHeaders(status, -1);
    } else {
      x.sendResponseHeaders(part ? 206 : status, sent.length == 0 ? -1 : sent.length);
      x.getResponseBody().write(sent);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
