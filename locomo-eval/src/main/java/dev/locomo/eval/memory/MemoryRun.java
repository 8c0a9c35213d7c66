package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.pipeline.RunHost;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.TemporaryFiles;
import dev.locomo.eval.memory.Wanted.Track;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.rag.memory.MemoryDescriptor.Isolation;
import dev.locomo.rag.memory.MemoryDescriptor.Provenance;
import dev.locomo.rag.memory.MemoryPlace;
import dev.locomo.rag.memory.MemorySystem;
import dev.locomo.rag.memory.MemorySystem.Item;
import dev.locomo.rag.passage.Passage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A memory system in a run. A conversation is told when it is first needed, a question is asked
 * once; both are on record. An error of the system is thrown, never made into a result.
 */
public final class MemoryRun implements AutoCloseable {
  private final Wanted wanted;
  private final MemoryPlace at;
  private final @Nullable MemoryModels models;
  private final MemorySystem.Profile profile;
  private final List<Tool> tools;
  private final Provenance level;
  private final Map<String, Attribution> attributions = new ConcurrentHashMap<>();
  private final Map<String, Object> questions = new ConcurrentHashMap<>();
  private @Nullable MemorySystem system;
  private @Nullable MemoryRecord record;
  private @Nullable Conversations told;

  /**
   * Asks the system what it is.
   *
   * @param place its place, whose folder is used until the run has one
   * @param models what it gets of us, closed with this; null for none
   * @throws ProviderError when it does not answer
   */
  public MemoryRun(Wanted wanted, MemoryPlace place, @Nullable MemoryModels models)
      throws InterruptedException {
    this.wanted = wanted;
    this.models = models;
    at = models == null ? place : place.with(models.slots());
    try (var first = at.start(wanted.descriptor())) {
      profile = first.profile();
      tools = wanted.track() == Track.AGENT ? first.tools() : List.of();
    }
    level = wanted.level(profile);
    wanted.check(profile, tools.size());
  }

  /** What a run is about, for people. */
  public String subject(String reader) {
    String used = wanted.track() == Track.AGENT ? " used by " : " read by ";
    return wanted.descriptor().name() + (wanted.answers() ? " answering" : used + reader);
  }

  /** The chat model that the system gets of us, if any. */
  public Stream<ModelSpec> models() {
    return models == null ? Stream.empty() : Stream.ofNullable(models.model());
  }

  /** What the system says of itself. */
  public MemorySystem.Profile profile() {
    return profile;
  }

  /** How many conversations are told side by side. */
  public int atOnce() {
    return at.atOnce() == null ? profile.atOnce() : at.atOnce();
  }

  /** Whether conversations have to be told and asked about one after the other. */
  public boolean oneAtATime() {
    return profile.isolation() == Isolation.ONE_AT_A_TIME;
  }

  /** Puts what identifies the system into the settings of a run. */
  public void describe(Map<String, String> on) {
    wanted.describe(on, profile, tools);
    if (models != null) {
      models.describe(on);
    }
  }

  /**
   * Goes on from a run's folder.
   *
   * @param identity the run's fingerprint, from which namespaces are named
   * @param host opens the chat model that the system is given; null to give it none
   */
  public synchronized void open(Path folder, String identity, @Nullable RunHost host) {
    end();
    var log = new MemoryRecord(folder);
    AtomicFile.writeText(
        folder.resolve("descriptor.json"), wanted.descriptor().content().toPrettyString() + "\n");
    var plain = at.in(folder.resolve("memory"), profile).start(wanted.descriptor());
    var started = models == null ? plain : models.metered(plain);
    record = log;
    system = started;
    told =
        new Conversations(
            wanted.descriptor(),
            profile,
            started,
            log,
            identity,
            at.notices(),
            new ConcurrentHashMap<>());
    if (models != null) {
      models.begin(host, log::add);
    }
  }

  /**
   * Goes on without a run, in a folder that nobody keeps.
   *
   * @return what determines its rankings
   * @throws UserError when recall cannot be measured
   */
  public String start() {
    if (level == Provenance.NONE) {
      throw new UserError(
          "it is not known which turns the items of " + wanted.descriptor().name() + " come from",
          "\"provenance\" in the descriptor: ids, verbatim or tokens");
    }
    Path folder = TemporaryFiles.folder();
    var on = new TreeMap<String, String>();
    describe(on);
    open(folder, folder.toString(), null);
    return "memory %s, descriptor %.12s, k=%d, recall by %s"
        .formatted(
            on.get("memory"), on.get("memory_descriptor"), wanted.k(), on.get("memory_recall"));
  }

  /** Finds what a reader is shown of a conversation. */
  public Retrieval of(Sample sample) {
    return new Retrieval() {
      @Override
      public List<Passage> passages(Probe probe) {
        return asked(sample, probe).passages();
      }

      @Override
      public List<String> shown(List<Passage> passages) {
        return passages.isEmpty() && level != Provenance.NONE
            ? List.of("nothing")
            : Retrieval.super.shown(passages);
      }
    };
  }

  /** The system's own answer, on the open track; empty before the run has a folder. */
  String answer(Sample sample, Probe probe) {
    String answer = asked(sample, probe).answer();
    return answer == null ? "" : answer;
  }

  private MemoryRecord.Found asked(Sample sample, Probe probe) {
    String question = probe.id().toString();
    var log = record;
    if (log == null) { // a rehearsal, which asks nobody
      return new MemoryRecord.Found(List.of(), null);
    }
    synchronized (questions.computeIfAbsent(question, _ -> new Object())) {
      var found = log.found(question);
      if (found == null) {
        try {
          found =
              failing(
                  sample,
                  probe,
                  () -> {
                    ready(sample);
                    ask(sample, probe, log);
                    return Objects.requireNonNull(log.found(question));
                  });
        } catch (InterruptedException e) {
          throw new Stop.Stopped(e);
        }
      }
      return found;
    }
  }

  /** What is asked of a system about a question. */
  interface Asking<T> {
    T now() throws InterruptedException;
  }

  /** Does it, and writes down that it failed where it does. */
  <T> T failing(Sample sample, Probe probe, Asking<T> asking) throws InterruptedException {
    try {
      return asking.now();
    } catch (ProviderError e) {
      ObjectNode line = MemoryRecord.line("failed", sample).put("question", "" + probe.id());
      Objects.requireNonNull(record).add(line.put("reason", e.reason()));
      throw e;
    }
  }

  Wanted wanted() {
    return wanted;
  }

  /** What a model may have called; empty but in the agent's track. */
  List<Tool> tools() {
    return tools;
  }

  /** Null in a rehearsal. */
  @Nullable MemoryRecord record() {
    return record;
  }

  /** As {@link MemorySystem#use}. */
  String use(Sample sample, Probe probe, Tool.Call call) throws InterruptedException {
    var asked = wanted.asked(sample.conversation(), probe);
    return Objects.requireNonNull(told).use(sample, asked, call);
  }

  Attribution attribution(Sample sample) {
    return attributions.computeIfAbsent(
        sample.id(), _ -> new Attribution(sample.conversation(), level));
  }

  /**
   * Sees to it that the system knows a conversation; does nothing in a rehearsal.
   *
   * @throws ProviderError when it could not be told
   */
  void ready(Sample sample) throws InterruptedException {
    if (told != null) {
      told.ready(sample);
    }
  }

  private void ask(Sample sample, Probe probe, MemoryRecord log) throws InterruptedException {
    var asked = wanted.asked(sample.conversation(), probe);
    var conversations = Objects.requireNonNull(told);
    ObjectNode line = MemoryRecord.line("found", sample).put("question", probe.id().toString());
    long start = System.nanoTime();
    List<Item> items;
    if (wanted.answers()) {
      var said = conversations.answer(sample, asked);
      line.put("answer", said.text());
      items = said.items();
    } else {
      items = conversations.search(sample, asked);
    }
    line.put("seconds", MemoryRecord.seconds(start)).put("given", items.size());
    var passages = items.stream().limit(wanted.k()).map(attribution(sample)::passage).toList();
    MemoryRecord.show(line, passages, wanted);
    log.add(line);
  }

  /** Forgets what was told in this start, of a run that needs it no more. */
  public void forget() {
    if (told != null) {
      told.forget();
    }
  }

  @Override
  public synchronized void close() {
    end();
    if (models != null) {
      models.close();
    }
  }

  private void end() {
    if (system != null) {
      system.close();
      system = null;
    }
    if (record != null) {
      record.close();
      record = null;
    }
  }
}
