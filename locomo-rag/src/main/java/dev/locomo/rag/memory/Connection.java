package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.rag.memory.wire.HttpWire;
import dev.locomo.rag.memory.wire.LineProcess;
import dev.locomo.rag.memory.wire.McpWire;
import dev.locomo.rag.memory.wire.ProcessWire;
import dev.locomo.rag.memory.wire.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The wire to a system, opened when it is needed and again when the system has ended. */
final class Connection implements AutoCloseable {
  /** A system that ends so often is given up. */
  private static final int STARTS = 5;

  private static final Duration[] WAITS = {
    Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2)
  };
  private static final String SHIPPED = "shipped:";

  private final MemoryDescriptor descriptor;
  private final MemoryPlace at;
  private final String namespace;
  private final Semaphore places;
  private @Nullable Wire wire;
  private int generation;

  Connection(MemoryDescriptor descriptor, MemoryPlace at, String namespace, int atOnce) {
    this.descriptor = descriptor;
    this.at = namespace.isEmpty() ? at : at.in(at.work().resolve(namespace), at.profile());
    this.namespace = namespace;
    this.places = new Semaphore(atOnce);
  }

  /**
   * Asks, again where the system says that it is worth it, and waits until it is through.
   *
   * @param values of the slots; {@code generation} is the opening that it must be, 0 for any
   * @param most seconds that each request, and all of the waiting, may take
   */
  JsonNode send(Operation operation, ObjectNode values, double most) throws InterruptedException {
    JsonNode reply = ask(operation, values, most);
    var poll = operation.poll();
    if (poll != null) {
      String before = values.path("pending").asText();
      values.put("pending", operation.optional(reply, "pending").asText(before));
      long end = System.nanoTime() + (long) (most * 1e9);
      while (!poll.through(ask(poll.request(), values, most))) {
        if (System.nanoTime() > end) {
          throw new ProviderError(Kind.TIMEOUT, "not through after " + most + " s", null, null);
        }
        Stop.ofProcess().sleep(Duration.ofMillis((long) (poll.every() * 1000)));
      }
    }
    return reply;
  }

  private JsonNode ask(Operation operation, ObjectNode values, double most)
      throws InterruptedException {
    String target = Template.fill(operation.target(), values, Connection::escaped);
    JsonNode body = operation.body() == null ? null : Template.fill(operation.body(), values);
    var timeout = Duration.ofMillis((long) (most * 1000));
    for (int attempt = 0; ; attempt++) {
      places.acquire();
      try {
        require(descriptor.persistent() ? 0 : values.path("generation").asInt());
        return wire().call(target, body, timeout);
      } catch (ProviderError e) {
        boolean again = e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.RATE_LIMITED;
        if (!again || attempt == WAITS.length) {
          throw e;
        }
      } finally {
        places.release();
      }
      Stop.ofProcess().sleep(WAITS[attempt]);
    }
  }

  private static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Nullable JsonNode about() throws InterruptedException {
    return wire().about();
  }

  /** What tools it lists. */
  List<JsonNode> tools(double most) throws InterruptedException {
    return wire().tools(Duration.ofMillis((long) (most * 1000)));
  }

  /** Opens it if need be and says which opening it is, from 1. */
  synchronized int reached() throws InterruptedException {
    wire();
    return generation;
  }

  /** Whether it is still the same opening; 0 stands for any. */
  synchronized boolean holds(int opening) {
    return opening == 0 || (opening == generation && wire != null && wire.alive());
  }

  /** Fails when what the system was told in an opening is gone with it. */
  private void require(int opening) {
    if (!holds(opening)) {
      throw new ProviderError(
          Kind.CONNECTION, "the system ended, and what it was told with it", null, null);
    }
  }

  private synchronized Wire wire() throws InterruptedException {
    if (wire != null && wire.alive()) {
      return wire;
    }
    if (wire != null) {
      wire.close();
    }
    if (generation == STARTS) {
      throw new ProviderError(Kind.CONNECTION, "it ended " + STARTS + " times", null, null);
    }
    generation++;
    Wire opened = open();
    wire = opened;
    return opened;
  }

  private Wire open() throws InterruptedException {
    var timeout = Duration.ofMillis((long) (descriptor.timeout("hello") * 1000));
    ObjectNode values = at.values(descriptor).put("namespace", namespace);
    String url = Template.fill(descriptor.content().path("url").asText(), values, text -> text);
    return switch (descriptor.kind()) {
      case PROCESS -> new ProcessWire(start(values), MemorySystem.PROTOCOL, timeout);
      case HTTP -> new HttpWire(url, texts("headers", values));
      case MCP ->
          descriptor.command().isEmpty()
              ? McpWire.http(new HttpWire(url, texts("headers", values)), timeout)
              : McpWire.stdio(start(values), timeout);
    };
  }

  private LineProcess.Start start(ObjectNode values) {
    var command =
        descriptor.command().stream()
            .map(word -> Template.fill(word, values, t -> t))
            .map(word -> word.startsWith(SHIPPED) ? copied(word.substring(SHIPPED.length())) : word)
            .toList();
    Path log = at.work().resolve(descriptor.name().replaceAll("[^A-Za-z0-9.-]+", "-") + ".log");
    return new LineProcess.Start(
        command, texts("env", values), descriptor.folder(), log, at.notices());
  }

  /** A program that is shipped beside its descriptor, as a file. */
  private String copied(String name) {
    try (var in = Connection.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new UserError("no program called " + name + " is shipped", "a file of your own");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Files.createDirectories(at.work());
      AtomicFile.writeText(at.work().resolve(name), text);
      return at.work().resolve(name).toAbsolutePath().toString();
    } catch (IOException e) {
      throw AtomicFile.unwritable(at.work(), e);
    }
  }

  private Map<String, String> texts(String key, ObjectNode values) {
    var texts = new HashMap<String, String>();
    for (var entry : descriptor.content().path(key).properties()) {
      texts.put(entry.getKey(), Template.fill(entry.getValue().asText(), values, t -> t));
    }
    return texts;
  }

  /** Ends it, and removes the folder of a namespace that has one of its own. */
  synchronized void forget() {
    close();
    Path folder = at.work();
    if (!namespace.isEmpty() && Files.isDirectory(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw AtomicFile.unwritable(folder, e);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }
}
