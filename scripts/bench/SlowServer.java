import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks OpenAI's chat completions on loopback and takes its time: {@code java SlowServer.java PORT
 * MILLIS [ADDRESS]}. It answers with the last words it is asked; a GET says how many requests there
 * were.
 */
public class SlowServer {
  static final String REPLY =
      """
      {"id":"x","object":"chat.completion","created":1,"model":"slow","choices":[{"index":0,"message":\
      {"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
      """;

  public static void main(String[] args) throws Exception {
    long millis = Long.parseLong(args[1]);
    var requests = new AtomicInteger();
    var host = args.length > 2 ? InetAddress.getByName(args[2]) : InetAddress.getLoopbackAddress();
    var address = new InetSocketAddress(host, Integer.parseInt(args[0]));
    var server = HttpServer.create(address, 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String asked =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean count = exchange.getRequestMethod().equals("GET");
          byte[] body =
              (count ? requests.toString() : REPLY.formatted(end(asked)))
                  .getBytes(StandardCharsets.UTF_8);
          try {
            if (!count) {
              requests.incrementAndGet();
              Thread.sleep(millis);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  static String end(String text) {
    String words =
        text.substring(Math.max(0, text.length() - 600)).replaceAll("[^A-Za-z0-9]+", " ").strip();
    return words.substring(Math.max(0, words.length() - 60));
  }
}
