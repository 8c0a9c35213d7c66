package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.rag.memory.MemoryDescriptor;
import dev.locomo.rag.memory.MemoryDescriptor.Isolation;
import dev.locomo.rag.memory.MemorySystem;
import dev.locomo.rag.memory.MemorySystem.Asked;
import dev.locomo.rag.memory.MemorySystem.Item;
import dev.locomo.rag.memory.MemorySystem.Said;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that a system is told in a run: each once, again only when what it was told is
 * lost, or an earlier start had not told it to the end.
 *
 * @param log what is on record
 * @param identity the run's fingerprint
 * @param memories by sample
 */
record Conversations(
    MemoryDescriptor descriptor,
    MemorySystem.Profile profile,
    MemorySystem system,
    MemoryRecord log,
    String identity,
    Consumer<String> notices,
    Map<String, Memory> memories) {
  /** A conversation is told at most so often in one start. */
  private static final int BUILDS = 2;

  /** Failures of the models that we give a system, which are not its own. */
  private static final Set<Kind> OURS =
      EnumSet.of(Kind.COST_LIMIT, Kind.KEY_REFUSED, Kind.QUOTA_EXHAUSTED, Kind.SERVER_ENDED);

  /** What was built of a conversation in this start. */
  static final class Memory {
    /** Nothing is asked while it is told. */
    private final ReadWriteLock telling = new ReentrantReadWriteLock();

    private int builds;
    private boolean ready;
    private @Nullable ProviderError failed;
  }

  private boolean alone() {
    return profile.isolation() == Isolation.ONE_AT_A_TIME;
  }

  /**
   * Sees to it that the system knows a conversation.
   *
   * @throws ProviderError when it could not be told; what it found of another is not touched
   */
  void ready(Sample sample) throws InterruptedException {
    var memory = memory(sample);
    synchronized (alone() ? memories : memory) {
      if (memory.failed != null) {
        throw memory.failed;
      }
      if (memory.ready && !system.lost(namespace(sample.id()))) {
        return;
      }
      JsonNode before = log.building(sample.id());
      if (!memory.ready && before != null && kept(sample, before)) {
        memory.ready = true;
        return;
      }
      if (alone()) {
        memories.values().forEach(other -> other.ready = false);
      }
      memory.telling.writeLock().lock();
      try {
        build(sample, memory, before != null);
      } catch (ProviderError e) {
        if (OURS.contains(e.kind())) {
          throw e;
        }
        memory.failed =
            new ProviderError(
                Kind.REJECTED,
                "the memory of " + sample.id() + " was not built: " + e.reason(),
                null,
                e);
        log.add(MemoryRecord.line("unbuilt", sample).put("reason", e.reason()));
        throw memory.failed;
      } finally {
        memory.telling.writeLock().unlock();
      }
    }
  }

  /**
   * What is found. Where that is nothing, and a search for the last turn found something once and
   * finds nothing now, the conversation is told again: a server that was started anew gives empty
   * results of what it has lost.
   */
  List<Item> search(Sample sample, Asked asked) throws InterruptedException {
    List<Item> items = asking(sample, () -> system.search(namespace(sample.id()), asked));
    JsonNode before = log.building(sample.id());
    if (!items.isEmpty() || before == null || !before.path("probe").asBoolean()) {
      return items;
    }
    var memory = memory(sample);
    synchronized (alone() ? memories : memory) {
      if (!probe(sample)) {
        memory.ready = false;
        ready(sample);
      }
    }
    return asking(sample, () -> system.search(namespace(sample.id()), asked));
  }

  private Memory memory(Sample sample) {
    return memories.computeIfAbsent(sample.id(), _ -> new Memory());
  }

  /** What it answers. */
  Said answer(Sample sample, Asked asked) throws InterruptedException {
    return asking(sample, () -> system.answer(namespace(sample.id()), asked));
  }

  /** What comes of a call of a model's. */
  String use(Sample sample, Asked asked, Tool.Call call) throws InterruptedException {
    return asking(sample, () -> system.use(namespace(sample.id()), asked, call));
  }

  /** Asks, and not while the conversation is told again. */
  private <T> T asking(Sample sample, MemoryRun.Asking<T> asking) throws InterruptedException {
    var lock = memory(sample).telling.readLock();
    lock.lock();
    try {
      return asking.now();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a memory that an earlier start has built is still there. */
  private boolean kept(Sample sample, JsonNode before) throws InterruptedException {
    if (!before.path("op").asText().equals("built") || !descriptor.persistent()) {
      return false;
    }
    if (!before.path("probe").asBoolean()) {
      return true;
    }
    boolean there = probe(sample);
    if (!there) {
      notices.accept("the memory of " + sample.id() + " is lost, and built again");
    }
    return there;
  }

  /** Whether a search for the last turn finds anything. */
  private boolean probe(Sample sample) throws InterruptedException {
    return profile.search()
        && !system.search(namespace(sample.id()), new Asked(last(sample), 1, null)).isEmpty();
  }

  private static String last(Sample sample) {
    var turns = sample.conversation().turns();
    return turns.isEmpty() ? "" : turns.getLast().text();
  }

  private void build(Sample sample, Memory memory, boolean again) throws InterruptedException {
    if (memory.builds++ == BUILDS) {
      throw new ProviderError(Kind.CONNECTION, "lost " + BUILDS + " times", null, null);
    }
    String namespace = namespace(sample.id());
    var conversation = sample.conversation();
    if (again) {
      system.close(namespace);
    }
    log.add(MemoryRecord.line("begun", sample).put("namespace", namespace));
    long start = System.nanoTime();
    system.open(namespace, List.of(conversation.speakerA(), conversation.speakerB()));
    for (Session session : conversation.sessions()) {
      if (Stop.ofProcess().wanted()) {
        throw new InterruptedException("stop");
      }
      system.ingest(namespace, session);
    }
    ObjectNode line = MemoryRecord.line("built", sample).put("namespace", namespace);
    line.put("sessions", conversation.sessions().size()).put("turns", conversation.turns().size());
    line.put("seconds", MemoryRecord.seconds(start));
    long told = System.nanoTime();
    system.settle(namespace, last(sample));
    line.put("settle_seconds", MemoryRecord.seconds(told)).put("probe", probe(sample));
    line.put("ended_ms", System.currentTimeMillis());
    memory.ready = true;
    log.add(line);
  }

  /** The name of a conversation's namespace: of the run and the conversation, and not its own. */
  String namespace(String sample) {
    return "locomo-" + Sha256.of(identity + "\0" + sample).substring(0, 16);
  }

  /** Forgets what was told in this start, of a run that needs it no more. */
  void forget() {
    for (var memory : memories.entrySet()) {
      if (memory.getValue().ready) {
        try {
          system.close(namespace(memory.getKey()));
        } catch (ProviderError e) {
          notices.accept(memory.getKey() + " was not forgotten: " + e.reason());
        } catch (InterruptedException e) {
          throw new Stop.Stopped(e);
        }
      }
    }
  }
}
