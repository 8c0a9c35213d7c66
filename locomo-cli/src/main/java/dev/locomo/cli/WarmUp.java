package dev.locomo.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs typical calls once, for the launcher to record which classes they load and link (an
 * ahead-of-time cache), so that later calls start in a fraction of the time. A model's part is
 * played on loopback.
 */
public final class WarmUp {
  private static final String REPLY =
      """
      {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
      {"role":"assistant","content":"a"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
      """;

  private WarmUp() {}

  /**
   * @param args the demonstration data set and a folder for runs
   */
  public static void main(String[] args) throws IOException {
    String data = args[0];
    String run = Path.of(args[1], "run").toString();
    var server = server();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    call("--help");
    call("eval-qa", "--data-file", data, "--model", "extractive", "--run", run);
    call("score", "--data-file", data, "--predictions", run, "--json");
    call("data", "check", data);
    String cache = Path.of(args[1], "cache").toString();
    call(
        "eval-qa",
        "--data-file",
        data,
        "--model",
        "openai:m",
        "--base-url",
        url,
        "--cache",
        cache,
        "--run",
        Path.of(args[1], "asked").toString(),
        "--json");
    server.stop(0);
    System.exit(0);
  }

  private static HttpServer server() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] reply = REPLY.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, reply.length);
          try (var body = exchange.getResponseBody()) {
            body.write(reply);
          }
        });
    server.start();
    return server;
  }

  private static void call(String... args) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(nowhere, nowhere, Map.of("OPENAI_API_KEY", "none"), args);
  }
}
