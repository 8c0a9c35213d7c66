import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Speaks the chat interfaces of OpenAI, Anthropic and Google on loopback and always says the same, but that {@code @ID} in
 * it becomes the last turn of the request: {@code java FakeProviders.java PORT_FILE TEXT}. Writes its port to the file; a
 * GET tells how often each model was asked.
 */
public class FakeProviders {
  public static void main(String[] args) throws Exception {
    Map<String, Integer> asked = new TreeMap<>();
    String text = args[1].replace("\\", "\\\\").replace("\"", "\\\"");
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean count = exchange.getRequestMethod().equals("GET");
          if (!count) {
            asked.merge(model(path, request), 1, Integer::sum);
          }
          byte[] body = (count ? asked.toString() : reply(path, text.replace("@ID", lastTurn(request)))).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    Path part = Path.of(args[0] + ".part");
    Files.writeString(part, Integer.toString(server.getAddress().getPort()));
    Files.move(part, Path.of(args[0]));
  }

  static String lastTurn(String request) {
    return Pattern.compile("D\\d+:\\d+").matcher(request).results().map(m -> m.group()).reduce("", (a, b) -> b);
  }

  static String model(String path, String request) {
    var named = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]*)\"").matcher(request);
    return named.find() ? named.group(1) : path.replaceAll(".*/models/|:.*", "");
  }

  static String reply(String path, String text) {
    if (path.endsWith("/messages")) {
      return """
          {"id":"x","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"%s"}],\
          "stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}"""
          .formatted(text);
    }
    if (path.endsWith(":generateContent")) {
      return """
          {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"finishReason":"STOP"}],\
          "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}"""
          .formatted(text);
    }
    return """
        {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":\
        {"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"""
        .formatted(text);
  }
}
