package dev.locomo.eval.view.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.eval.report.SmallRun;
import dev.locomo.eval.view.Library;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.Bm25Method;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server over a small run and its data set, and requests to it as they go over the wire. */
final class ServedRun implements AutoCloseable {
  final Path run;
  final Routes routes;
  private final ViewServer server;
  private final int port;

  /** An answer: status, headers as text, body. */
  record Answer(int status, String headers, String body) {
    JsonNode json() {
      try {
        return JsonFiles.MAPPER.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  ServedRun(Path folder, @Nullable String token) throws IOException {
    this(folder, SmallRun.write(Files.createDirectories(folder)), token);
  }

  /** Over a run that is there already, its data set beside it. */
  ServedRun(Path folder, Path run, @Nullable String token) throws IOException {
    this.run = run;
    var models = new ModelLookup(Map.of(), true, _ -> {}, _ -> Optional.empty());
    var library = Library.of(List.of(folder), List.of(folder.resolve("data.json")), models);
    routes = new Routes(library, new Retrieval(library.shelf(), new Bm25Method(), Database.DIALOG));
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = ViewServer.start(new ViewServer.Door(at, List.of("lab.example"), token), routes);
    port = URI.create(server.url()).getPort();
  }

  String url() {
    return server.url();
  }

  int port() {
    return port;
  }

  String host() {
    return "127.0.0.1:" + port;
  }

  Answer get(String path) throws IOException {
    return send("GET", path, "Host: " + host(), "");
  }

  Answer post(String path, String json) throws IOException {
    return send("POST", path, "Host: " + host() + "\r\nContent-Type: application/json", json);
  }

  Answer form(String path, String form) throws IOException {
    String headers =
        "Host: %s\r\nOrigin: http://%s\r\nContent-Type: application/x-www-form-urlencoded"
            .formatted(host(), host());
    return send("POST", path, headers, form);
  }

  /** Sends exactly this; a client library would mend it. */
  Answer send(String method, String path, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String head =
          "%s %s HTTP/1.1\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(method, path, headers, bytes.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      int status = Integer.parseInt(all.split(" ", 3)[1]);
      return new Answer(status, all.substring(0, end), all.substring(end + 4));
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
