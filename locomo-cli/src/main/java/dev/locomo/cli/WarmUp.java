package dev.locomo.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs typical calls once, for the launcher to record which classes they load (an ahead-of-time
 * archive), so that later calls start in a fraction of the time.
 */
public final class WarmUp {
  /** A reply that each provider's client finds its members in. */
  private static final String REPLY =
      """
      {"type": "message", "role": "assistant", "model": "m", "content": [{"type": "text", "text": "tea"}],
       "choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": "tea"}}],
       "candidates": [{"finishReason": "STOP", "content": {"role": "model", "parts": [{"text": "tea"}]}}],
       "message": {"role": "assistant", "content": "tea"}, "done": true, "stop_reason": "end_turn",
       "usage": {"prompt_tokens": 9, "completion_tokens": 1, "input_tokens": 9, "output_tokens": 1}}
      """;

  private WarmUp() {}

  /**
   * Runs them.
   *
   * @param args the demonstration data set and a folder for its run
   * @throws IOException when there is no loopback; then calls that ask a model start slower
   */
  public static void main(String[] args) throws IOException {
    String data = args[0];
    String run = args[1];
    call("--help");
    call("eval-qa", "--data-file", data, "--model", "extractive", "--run", run);
    call("score", run, "--json");
    call("data", "check", data);
    // The second time what the first made is read.
    for (int times = 0; times < 2; times++) {
      call("embed", "--data-file", data, "--emb-dir", run);
      call("eval-retrieval", "--data-file", data, "--emb-dir", run);
    }
    asking(data, run);
    System.exit(0);
  }

  /** Has each provider's client ask a server on loopback, and one begin to speak TLS. */
  private static void asking(String data, String run) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", WarmUp::answer);
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    for (var provider : List.of("openai", "anthropic", "google", "mistral", "ollama")) {
      ask(data, run + "-" + provider, provider, address);
    }
    beginTls(data, run + "-tls");
  }

  /** The other end hangs up, for it has no certificate: half of a handshake loads most of TLS. */
  private static void beginTls(String data, String run) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> hangUp(server));
      ask(data, run, "openai", "https://127.0.0.1:" + server.getLocalPort());
    }
  }

  private static void hangUp(ServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        socket.getInputStream().read();
      } catch (IOException _) {
      }
    }
  }

  private static void ask(String data, String run, String provider, String server) {
    String key = provider.toUpperCase(Locale.ROOT) + "_API_KEY";
    var settings = Map.of(key, "none", "LOCOMO_LIMIT", "2", "LOCOMO_ATTEMPTS", "1");
    var asked = List.of("eval-qa", data, "--model", provider + ":m", "--base-url", server);
    call(settings, Stream.concat(asked.stream(), Stream.of("--run", run, "--no-cache", "--json")));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, REPLY.length());
    exchange.getResponseBody().write(REPLY.getBytes(StandardCharsets.US_ASCII));
    exchange.close();
  }

  private static void call(String... args) {
    call(Map.of(), Stream.of(args));
  }

  private static void call(Map<String, String> settings, Stream<String> args) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(nowhere, nowhere, settings, args.toArray(String[]::new));
  }
}
