package dev.locomo.core.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A provider on the loopback interface that records what it is asked. */
public final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Reaction reaction =
      (exchange, request) -> send(exchange, 500, "no answer was set");

  /** A request as it came. */
  public record Request(String method, String path, Headers headers, String body) {
    public JsonNode json() {
      try {
        return JsonFiles.MAPPER.readTree(body);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What it does with a request. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Never answers, until the server is closed. */
  public static final Answer SILENT = exchange -> pause(Duration.ofDays(1));

  /** Sends a byte of its answer now and then. */
  public static final Answer DRIPPING =
      exchange -> {
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 600; i++) {
          exchange.getResponseBody().write(' ');
          exchange.getResponseBody().flush();
          pause(Duration.ofMillis(50));
        }
      };

  /** What it does with a request whose body matters. */
  @FunctionalInterface
  public interface Reaction {
    void to(HttpExchange exchange, Request request) throws IOException;
  }

  public FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              body);
      requests.add(request);
      reaction.to(exchange, request);
    }
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Is gone after the first bytes of its answer. */
  public static Answer goneAfter(String bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write(bytes.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      throw new IOException("gone");
    };
  }

  /** Answers every request from now on with this. */
  public FakeServer answers(Answer answer) {
    reaction = (exchange, request) -> answer.to(exchange);
    return this;
  }

  /** Does this with every request from now on. */
  public FakeServer reacts(Reaction with) {
    reaction = with;
    return this;
  }

  /** Answers every request from now on with 200 and the body made from it. */
  public FakeServer answersEach(Function<Request, String> body) {
    reaction = (exchange, request) -> send(exchange, 200, body.apply(request));
    return this;
  }

  /** Answers with a status and a body; the headers alternate names and values. */
  public FakeServer answers(int status, String body, String... headers) {
    return answers(exchange -> send(exchange, status, body, headers));
  }

  public static void send(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
    }
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public Request request() {
    return requests.getLast();
  }

  public String url() {
    return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
