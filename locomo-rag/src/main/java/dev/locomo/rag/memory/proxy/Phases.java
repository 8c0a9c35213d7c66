package dev.locomo.rag.memory.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which part of a memory system's life its calls belong to. A call counts for the one phase that is
 * in progress when it comes; while several are it is {@code mixed}, while none is, {@code between}.
 */
public final class Phases {
  /** What the system is doing for us. */
  public enum Phase {
    /** It is told a conversation. */
    BUILD,
    /** It makes what it was told searchable. */
    SETTLE,
    /** It looks a question up. */
    SEARCH,
    /** It answers a question itself. */
    ANSWER
  }

  /** A phase in progress; closing it, once, ends it. */
  public interface InProgress extends AutoCloseable {
    @Override
    void close();
  }

  static final String OP = "model";

  private static final List<String> SUMS =
      List.of("calls", "cached", "failed", "input_tokens", "output_tokens", "seconds", "cost_usd");

  private final Map<Phase, Integer> active = new EnumMap<>(Phase.class);
  private final Consumer<ObjectNode> lines;

  /**
   * @param lines gets a record of each call, {@code op} being {@value #OP}; from many threads at
   *     once
   */
  public Phases(Consumer<ObjectNode> lines) {
    this.lines = lines;
  }

  /** Begins a phase; the same one may be in progress many times over. */
  public InProgress begin(Phase phase) {
    count(phase, 1);
    return () -> count(phase, -1);
  }

  private synchronized void count(Phase phase, int more) {
    if (active.merge(phase, more, Integer::sum) == 0) {
      active.remove(phase);
    }
  }

  /** The name of what is in progress. */
  synchronized String current() {
    return switch (active.size()) {
      case 0 -> "between";
      case 1 -> active.keySet().iterator().next().name().toLowerCase(Locale.ROOT);
      default -> "mixed";
    };
  }

  /** Writes a call down. */
  void called(ObjectNode call) {
    lines.accept(call);
  }

  /**
   * Sums up the records of all starts of a run; those of other kinds are passed over.
   *
   * @return by phase and then by {@code chat} or {@code embeddings}: {@code calls}, of them {@code
   *     cached} and {@code failed}, {@code input_tokens}, {@code output_tokens}, {@code seconds} of
   *     the providers' work and {@code cost_usd}, all of them as if nothing had been cached, so
   *     that a second run says the same; {@code cost_usd} is null where a price is unknown. Also
   *     {@code models_asked}: the names that the system used
   */
  public static ObjectNode sum(Iterable<? extends JsonNode> lines) {
    ObjectNode all = JsonFiles.MAPPER.createObjectNode();
    Set<String> asked = new TreeSet<>();
    for (JsonNode call : lines) {
      if (!call.path("op").asText().equals(OP)) {
        continue;
      }
      asked.add(call.path("model_asked").asText());
      ObjectNode sums =
          all.withObjectProperty(call.path("phase").asText())
              .withObjectProperty(call.path("endpoint").asText());
      for (String name : SUMS) {
        JsonNode more = call.path(name);
        boolean unknown = more.isNull() || (sums.has(name) && sums.path(name).isNull());
        if (unknown) {
          sums.putNull(name);
        } else if (more.isIntegralNumber()) {
          sums.put(name, sums.path(name).asLong() + more.asLong());
        } else if (more.isNumber()) {
          sums.put(name, sums.path(name).asDouble() + more.asDouble());
        }
      }
    }
    asked.forEach(all.putArray("models_asked")::add);
    return all;
  }
}
