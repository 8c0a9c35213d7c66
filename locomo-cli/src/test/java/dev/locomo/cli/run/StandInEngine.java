package dev.locomo.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Speaks what vLLM, llama.cpp's server or Ollama speak, as far as a run needs it, in a process of
 * its own. It writes its arguments, its environment and the numbers of its processes into a folder,
 * and behaves as a file of it says: {@code never} is ready, {@code dies N} at its N-th question,
 * {@code killed N} by the system there, {@code dies healthy} as soon as it has said that it can be
 * asked, {@code taken URL} has somebody take its port at its first start.
 */
final class StandInEngine {
  private static final AtomicInteger ASKED = new AtomicInteger();

  /** Of the flags of llama-server 0.5, as its {@code --help} has them, those that matter here. */
  private static final Set<String> LLAMA_SERVER =
      Set.of(
          "--model",
          "--hf-repo",
          "--alias",
          "--ctx-size",
          "--parallel",
          "--host",
          "--port",
          "--threads");

  private StandInEngine() {}

  /** The program as a script that the tests name. */
  static Path script(Path folder, String engine) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path script = folder.resolve(engine.equals("llama.cpp") ? "llama-server" : engine);
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -cp '%s' %s '%s' '%s' \"$@\"\n"
            .formatted(java, path, StandInEngine.class.getName(), engine, folder));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made a program");
    }
    return script;
  }

  public static void main(String[] args) throws Exception {
    String engine = args[0];
    Path folder = Path.of(args[1]);
    List<String> given = List.of(args).subList(2, args.length);
    Files.write(folder.resolve("arguments"), given);
    Files.write(
        folder.resolve("environment"),
        System.getenv().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    Process child = new ProcessBuilder("sleep", "600").start();
    Path started = folder.resolve("starting");
    Files.writeString(started, ProcessHandle.current().pid() + "\n" + child.pid() + "\n");
    Files.move(started, folder.resolve("processes"));
    Path file = folder.resolve("behaviour");
    String behaviour = Files.exists(file) ? Files.readString(file) : "";
    int port =
        engine.equals("ollama")
            ? Integer.parseInt(System.getenv("OLLAMA_HOST").replaceFirst(".*:", ""))
            : Integer.parseInt(after(given, "--port"));
    if (behaviour.startsWith("taken ")) {
      Files.delete(file);
      Files.delete(folder.resolve("processes"));
      var request = HttpRequest.newBuilder(URI.create(behaviour.substring(6) + port)).build();
      HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }
    requireKnown(engine, given);
    serve(engine, behaviour, port, given);
  }

  /** llama-server ends at once when it is given a flag that it does not know. */
  private static void requireKnown(String engine, List<String> given) {
    for (String one : given) {
      if (engine.equals("llama.cpp") && one.startsWith("--") && !LLAMA_SERVER.contains(one)) {
        System.err.println("error: invalid argument: " + one);
        System.exit(1);
      }
    }
  }

  private static void serve(String engine, String behaviour, int port, List<String> given)
      throws IOException {
    com.sun.net.httpserver.HttpServer server;
    try {
      server =
          com.sun.net.httpserver.HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      System.err.println("cannot listen: " + e.getMessage());
      System.exit(1);
      return;
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer(engine, behaviour, given, exchange);
          }
        });
    server.start();
    System.out.println("listening");
  }

  private static String after(List<String> given, String flag) {
    return given.get(given.indexOf(flag) + 1);
  }

  private static void answer(
      String engine, String behaviour, List<String> given, HttpExchange exchange)
      throws IOException {
    String key =
        Stream.of("VLLM_API_KEY", "LLAMA_API_KEY")
            .map(System.getenv()::get)
            .filter(value -> value != null)
            .findFirst()
            .orElse("");
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    if (behaviour.equals("never")) {
      send(exchange, 503, "{\"error\": \"loading\"}");
    } else if (!key.isEmpty() && !("Bearer " + key).equals(sent)) {
      send(exchange, 401, "{\"error\": \"no key\"}");
    } else {
      switch (exchange.getRequestURI().getPath()) {
        case "/health" -> send(exchange, 200, "{\"status\": \"ok\"}");
        case "/version" -> {
          if (behaviour.equals("dies healthy")) {
            die();
          }
          send(exchange, 200, "{\"version\": \"0.99\"}");
        }
        case "/props" -> {
          String kind = String.join(" ", given).contains("full") ? "F16" : "Q4_K - Medium";
          String said = "{\"build_info\": \"b99-abc\", \"model_ftype\": \"" + kind + "\"}";
          send(exchange, 200, said);
        }
        case "/api/version" -> send(exchange, 200, "{\"version\": \"0.98\"}");
        case "/v1/models" -> send(exchange, 200, models(engine, given));
        case "/api/show" -> show(exchange);
        default -> chat(behaviour, exchange);
      }
    }
  }

  private static String models(String engine, List<String> given) {
    ObjectNode list = JsonFiles.MAPPER.createObjectNode();
    String name = after(given, engine.equals("vllm") ? "--served-model-name" : "--alias");
    if (engine.equals("llama.cpp")) {
      name = name.split(",", 2)[0]; // as llama-server 0.5 does: a comma separates aliases
    }
    list.putArray("data").addObject().put("id", name);
    return list.toString();
  }

  private static void show(HttpExchange exchange) throws IOException {
    String name = body(exchange).path("model").asText();
    String level = name.contains("q4") ? "Q4_K_M" : "F16";
    send(
        exchange,
        name.contains("missing") ? 404 : 200,
        "{\"details\": {\"quantization_level\": \"" + level + "\"}}");
  }

  private static void chat(String behaviour, HttpExchange exchange) throws IOException {
    JsonNode asked = body(exchange);
    int number = ASKED.incrementAndGet();
    if (behaviour.equals("dies " + number)) {
      die();
    } else if (behaviour.equals("killed " + number)) {
      ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
      new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
    }
    String model = asked.path("model").asText();
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode().put("model", model);
    ObjectNode message =
        exchange.getRequestURI().getPath().equals("/api/chat")
            ? reply.put("done", true).put("done_reason", "stop").putObject("message")
            : reply
                .putArray("choices")
                .addObject()
                .put("finish_reason", "stop")
                .putObject("message");
    message.put("role", "assistant").put("content", "served " + model);
    send(exchange, 200, reply.toString());
  }

  private static void die() {
    System.err.println("CUDA error: out of memory\nthe last line of the log");
    Runtime.getRuntime().halt(42);
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    return JsonFiles.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
