import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.rag.memory.MemoryDescriptor;
import dev.locomo.rag.memory.MemoryPlace;
import dev.locomo.rag.memory.MemorySystem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Searches of a memory system over HTTP, 1,000 at once. {@code MemorySpeed serve PORT} answers from
 * constants; {@code MemorySpeed ask URL SEARCHES ROUNDS} asks and prints, a line a round, how many
 * searches a second there were and the processor time of one on this side.
 */
public final class MemorySpeed {
  private static final int AT_ONCE = 1_000;

  private MemorySpeed() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("serve")) {
      serve(Integer.parseInt(args[1]));
    } else {
      ask(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }
  }

  private static void serve(int port) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), AT_ONCE);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String path = exchange.getRequestURI().getPath();
          String answer =
              path.endsWith("hello")
                  ? "{\"name\": \"constant\", \"version\": \"1\", \"capabilities\": {\"ingest\":"
                      + " \"session\", \"search\": true, \"concurrency\": 1000}}"
                  : "{\"ready\": true, \"items\": [{\"id\": \"1\", \"text\": \"hello\"}]}";
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static void ask(String url, int searches, int rounds) throws Exception {
    Path folder = Files.createTempDirectory("memory-speed");
    Path descriptor = folder.resolve("descriptor.json");
    Files.writeString(descriptor, "{\"kind\": \"http\", \"url\": \"" + url + "\"}");
    var place = MemoryPlace.of(Map.of(), folder.resolve("work"), System.err::println);
    var memory = place.atMost(AT_ONCE).start(MemoryDescriptor.of(descriptor.toString()));
    memory.profile();
    memory.open("n", List.of("Ann", "Bo"));
    var turns =
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> new Turn(new TurnId(1, i), "Ann", "hello number " + i, null))
            .toList();
    var date = LocalDateTime.of(2023, 5, 8, 13, 56);
    memory.ingest("n", new Session(1, "1:56 pm on 8 May, 2023", date, turns));
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int round = 1; round <= rounds; round++) {
      var left = new AtomicInteger(searches);
      var failed = new AtomicInteger();
      long processor = machine.getProcessCpuTime();
      long began = System.nanoTime();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < AT_ONCE; i++) {
          threads.submit(() -> searchAll(memory, left, failed));
        }
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      double each = (machine.getProcessCpuTime() - processor) / 1e6 / searches;
      System.out.printf(
          Locale.ROOT,
          "round %d: %.0f searches a second, %.3f ms of processor each, %d failed%n",
          round,
          searches / seconds,
          each,
          failed.get());
    }
    System.exit(0);
  }

  private static void searchAll(MemorySystem memory, AtomicInteger left, AtomicInteger failed) {
    while (left.getAndDecrement() > 0) {
      try {
        memory.search("n", new MemorySystem.Asked("which number says hello", 10, null));
      } catch (Exception e) {
        failed.incrementAndGet();
      }
    }
  }
}
