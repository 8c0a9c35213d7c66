package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.rag.index.Words;
import dev.locomo.rag.memory.MemoryDescriptor.Isolation;
import dev.locomo.rag.memory.MemoryDescriptor.Settle;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A memory system as its descriptor says how to speak to it. */
final class DescribedMemory implements MemorySystem {
  private static final int ANY = 0;
  private static final double POLL_SECONDS = 0.2;

  private final MemoryDescriptor descriptor;
  private final MemoryPlace at;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final Map<String, Integer> generations = new ConcurrentHashMap<>();
  private final Map<String, String> pending = new ConcurrentHashMap<>();
  private @Nullable Profile profile;
  private @Nullable ObjectNode base;

  DescribedMemory(MemoryDescriptor descriptor, MemoryPlace at) {
    this.descriptor = descriptor;
    this.at = at;
    this.profile = at.profile();
  }

  @Override
  public synchronized Profile profile() throws InterruptedException {
    if (profile == null) {
      try (var first = new Connection(descriptor, at, "hello", 1)) {
        profile = profile(first.about(), asked("hello"));
      }
    }
    return profile;
  }

  /** Where an interface that is not ours tells its name and version. */
  private @Nullable JsonNode asked(String hello) throws InterruptedException {
    Operation operation = descriptor.operations().get(hello);
    if (operation == null || descriptor.kind() == MemoryDescriptor.Kind.PROCESS) {
      return null;
    }
    try (var wire = new Connection(descriptor, at, "hello", 1)) {
      ObjectNode params = node().put("protocol", PROTOCOL);
      JsonNode reply = send(wire, operation, hello, values("", params));
      return descriptor.ours()
          ? reply
          : node()
              .put("name", operation.optional(reply, "name").asText(""))
              .put("version", operation.optional(reply, "version").asText(""));
    }
  }

  private Profile profile(@Nullable JsonNode greeting, @Nullable JsonNode hello) {
    JsonNode said = hello != null ? hello : greeting != null ? greeting : node();
    JsonNode can = said.path("capabilities");
    boolean ours = descriptor.ours() && descriptor.kind() != MemoryDescriptor.Kind.MCP;
    JsonNode content = descriptor.content();
    String grain = content.path("granularity").asText(can.path("ingest").asText("turn"));
    var operations = descriptor.operations();
    return new Profile(
        said.path("name").asText(descriptor.name()),
        said.path("version").asText(""),
        grain.equals("session"),
        operations.containsKey("search") && (!ours || can.path("search").asBoolean(true)),
        operations.containsKey("answer") && (!ours || can.path("answer").asBoolean(false)),
        can.path("provenance").asBoolean(),
        isolation(can.path("reset").asText("namespace")),
        Math.max(1, content.path("concurrency").asInt(can.path("concurrency").asInt(1))));
  }

  private Isolation isolation(String reset) {
    return descriptor.content().has("isolation")
        ? descriptor.isolation()
        : switch (reset) {
          case "process" -> Isolation.PROCESS_PER_NAMESPACE;
          case "none" -> Isolation.ONE_AT_A_TIME;
          default -> descriptor.isolation();
        };
  }

  @Override
  public void open(String namespace, List<String> speakers) throws InterruptedException {
    ObjectNode params = node().put("namespace", namespace);
    speakers.forEach(params.putArray("speakers")::add);
    generations.put(namespace, ANY);
    call("open", namespace, params);
    generations.put(namespace, connection(namespace).reached());
  }

  @Override
  public void ingest(String namespace, Session session) throws InterruptedException {
    List<Turn> turns = session.turns();
    for (var piece :
        profile().bySession() ? List.of(turns) : turns.stream().map(List::of).toList()) {
      tell(namespace, WireText.session(session, piece));
    }
  }

  private void tell(String namespace, ObjectNode session) throws InterruptedException {
    ObjectNode params = node().put("namespace", namespace);
    params.set("session", session);
    JsonNode reply = reply("ingest", namespace, params);
    String id = operation("ingest").optional(reply, "pending").asText("");
    if (!id.isEmpty()) {
      pending.put(namespace, id);
    }
  }

  @Override
  public void settle(String namespace, String last) throws InterruptedException {
    double most = descriptor.timeout("settle");
    if (descriptor.settle() == Settle.OPERATION) {
      ObjectNode params = node().put("namespace", namespace).put("timeout", most);
      JsonNode reply = call("settle", namespace, params);
      if (reply != null && !reply.path("ready").asBoolean(true)) {
        throw new ProviderError(Kind.TIMEOUT, "not ready after " + most + " s", null, null);
      }
    } else if (descriptor.settle() == Settle.SEARCH && !last.isBlank()) {
      long end = System.nanoTime() + (long) (most * 1e9);
      while (search(namespace, new Asked(last, 1, null)).isEmpty()) {
        if (System.nanoTime() > end) {
          throw new ProviderError(
              Kind.TIMEOUT, "what it was told cannot be found after " + most + " s", null, null);
        }
        Stop.ofProcess().sleep(Duration.ofMillis((long) (POLL_SECONDS * 1000)));
      }
    }
  }

  @Override
  public List<Item> search(String namespace, Asked asked) throws InterruptedException {
    Operation search = operation("search");
    return search.fanOut()
        ? fanOut(search, namespace, asked)
        : search.items(reply("search", namespace, question(namespace, asked)));
  }

  /**
   * A search for each telling word. An item counts for each word that found it, the more the fewer
   * items the word found; equal ones are in the order in which they were found.
   */
  private List<Item> fanOut(Operation search, String namespace, Asked asked)
      throws InterruptedException {
    var items = new LinkedHashMap<String, Item>();
    var scores = new HashMap<String, Double>();
    for (String word : Words.telling(asked.question())) {
      var one = new Asked(word, asked.k(), asked.now());
      var found = search.items(reply("search", namespace, question(namespace, one)));
      for (Item item : found) {
        String key = item.id().isEmpty() ? item.text() : item.id();
        items.putIfAbsent(key, item);
        scores.merge(key, 1.0 / found.size(), Double::sum);
      }
    }
    return items.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -scores.getOrDefault(e.getKey(), 0.0)))
        .limit(asked.k())
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Said answer(String namespace, Asked asked) throws InterruptedException {
    Operation answer = operation("answer");
    JsonNode reply = reply("answer", namespace, question(namespace, asked));
    boolean items = !answer.optional(reply, "items").isMissingNode();
    return new Said(answer.answer(reply), items ? answer.items(reply) : List.of());
  }

  @Override
  public List<Tool> tools() throws InterruptedException {
    try (var wire = new Connection(descriptor, at, "tools", 1)) {
      return OfferedTools.of(descriptor).among(wire.tools(descriptor.timeout("hello")));
    }
  }

  @Override
  public String use(String namespace, Asked asked, Tool.Call call) throws InterruptedException {
    ObjectNode values = values(namespace, question(namespace, asked));
    Operation tool = OfferedTools.of(descriptor).operation(call, values);
    return OfferedTools.text(send(connection(namespace), tool, "search", values));
  }

  private static ObjectNode question(String namespace, Asked asked) {
    return node()
        .put("namespace", namespace)
        .put("question", asked.question())
        .put("k", asked.k())
        .put("now", asked.now());
  }

  @Override
  public void close(String namespace) throws InterruptedException {
    generations.remove(namespace);
    call("close", namespace, node().put("namespace", namespace));
    pending.remove(namespace);
    if (profile().isolation() == Isolation.PROCESS_PER_NAMESPACE) {
      connection(namespace).forget();
      connections.remove(namespace);
    }
  }

  private Operation operation(String name) {
    Operation operation = descriptor.operations().get(name);
    if (operation == null) {
      throw new ProviderError(Kind.REJECTED, "it has no operation " + name, null, null);
    }
    return operation;
  }

  private JsonNode reply(String name, String namespace, ObjectNode params)
      throws InterruptedException {
    JsonNode reply = call(name, namespace, params);
    return reply == null ? node() : reply;
  }

  /** What comes of an operation; null when the system does not have it. */
  private @Nullable JsonNode call(String name, String namespace, ObjectNode params)
      throws InterruptedException {
    if (!descriptor.operations().containsKey(name)) {
      return null;
    }
    return send(connection(namespace), operation(name), name, values(namespace, params));
  }

  private Connection connection(String namespace) throws InterruptedException {
    boolean own = profile().isolation() == Isolation.PROCESS_PER_NAMESPACE;
    int atOnce = at.atOnce() == null ? profile().atOnce() : at.atOnce();
    return connections.computeIfAbsent(
        own ? namespace : "", key -> new Connection(descriptor, at, key, atOnce));
  }

  private synchronized ObjectNode base() {
    if (base == null) {
      base = at.values(descriptor);
    }
    return base;
  }

  /** What slots may name. */
  private ObjectNode values(String namespace, ObjectNode params) {
    ObjectNode values = node();
    values.setAll(base());
    values.put("generation", generations.getOrDefault(namespace, ANY));
    values.setAll(params);
    values.set("params", params);
    values.put("namespace", namespace);
    values.put("speaker_a", params.at("/speakers/0").asText(""));
    values.put("speaker_b", params.at("/speakers/1").asText(""));
    JsonNode turn = params.at("/session/turns/0");
    if (turn.isObject()) {
      values.set("turn", turn);
    }
    values.put("pending", pending.get(namespace));
    return values;
  }

  private JsonNode send(Connection to, Operation operation, String name, ObjectNode values)
      throws InterruptedException {
    try {
      return to.send(operation, values, descriptor.timeout(name));
    } catch (ProviderError e) {
      String message = descriptor.name() + ", " + name + ": " + e.getMessage();
      throw new ProviderError(e.kind(), message, e.retryAfter(), e);
    }
  }

  @Override
  public boolean lost(String namespace) {
    var connection = connections.getOrDefault(namespace, connections.get(""));
    return connection != null && !connection.holds(generations.getOrDefault(namespace, ANY));
  }

  @Override
  public void close() {
    connections.values().forEach(Connection::close);
    connections.clear();
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
