package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.run.TemporaryFiles;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.rag.embed.djl.BuiltIn;
import dev.locomo.rag.memory.MemorySystem.Asked;
import dev.locomo.rag.memory.MemorySystem.Item;
import dev.locomo.rag.memory.proxy.MeteringProxy;
import dev.locomo.rag.memory.proxy.Phases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tries a system before anything is measured with it: what it is told must be found, from its
 * namespace alone, and be gone after {@code close}. A system that fails here is not eligible, which
 * is no score of 0.
 */
public final class MemoryCheck {
  private static final String WORD = "zarquon4417";
  private static final String CANARY = "The code word of my locker is " + WORD;
  private static final double PATIENCE_SECONDS = 30;

  private final MemorySystem memory;
  private final MemoryDescriptor descriptor;
  private final List<Finding> findings = new ArrayList<>();
  private String version = "";
  private long began = System.nanoTime();

  /**
   * What came of one check.
   *
   * @param passed whether it held; also true for what is only said
   * @param seconds how long it took
   */
  record Finding(String name, boolean passed, String detail, double seconds) {}

  private MemoryCheck(MemorySystem memory, MemoryDescriptor descriptor) {
    this.memory = memory;
    this.descriptor = descriptor;
  }

  /**
   * What came of all checks.
   *
   * @param system the descriptor's name
   * @param version as the system states it; empty where it does not
   * @param sha256 hash of the descriptor
   */
  public record Result(String system, String version, String sha256, List<Finding> findings) {
    /** Whether the system can be scored. */
    public boolean eligible() {
      return findings.stream().allMatch(Finding::passed);
    }

    /** As one document. */
    public ObjectNode json() {
      var document = JsonNodeFactory.instance.objectNode().put("system", system);
      document.put("name", system).put("version", version);
      document.put("descriptor_sha256", sha256).put("eligible", eligible());
      var checks = document.putArray("checks");
      for (Finding finding : findings) {
        var check = checks.addObject().put("check", finding.name);
        check.put("ok", finding.passed).put("passed", finding.passed);
        check.put("detail", finding.detail).put("seconds", finding.seconds);
      }
      return document;
    }

    /** As a table. */
    public TextTable table() {
      var table = TextTable.of("check", "", "~what was seen");
      findings.forEach(f -> table.row(f.name, f.passed ? "yes" : "NO", Printable.line(f.detail)));
      return table;
    }
  }

  /**
   * Starts a system and checks it; ends at the first check that makes the others pointless.
   *
   * @param environment variables, for keys
   * @param notices told of what the system says that nobody asked for
   */
  public static Result of(
      MemoryDescriptor descriptor, Map<String, String> environment, Consumer<String> notices)
      throws InterruptedException {
    Path work = TemporaryFiles.folder();
    var place = MemoryPlace.of(environment, work, notices);
    if (!descriptor.wantsModels()) {
      try (var memory = place.start(descriptor)) {
        return of(memory, descriptor);
      }
    }
    try (var vectors = BuiltIn.MINILM.deferred();
        var proxy = MeteringProxy.start(new Phases(_ -> {}))) {
      proxy.serve(new MeteringProxy.Served(null, null, null, vectors));
      try (var memory = place.with(proxy.slots(null)).start(descriptor)) {
        return of(memory, descriptor);
      }
    }
  }

  private static Result of(MemorySystem memory, MemoryDescriptor descriptor)
      throws InterruptedException {
    var check = new MemoryCheck(memory, descriptor);
    String step = "answers";
    try {
      var profile = memory.profile();
      check.version = profile.version();
      check.say(step, true, (profile.name() + " " + profile.version()).strip());
      step = "stores";
      String first = namespace(1);
      String second = namespace(2);
      memory.open(first, List.of("Ann", "Bo"));
      memory.ingest(first, session());
      long told = System.nanoTime();
      memory.settle(first, CANARY);
      check.say(
          step, true, "2 turns, a " + (profile.bySession() ? "session" : "turn") + " at a time");
      step = "finds";
      if (profile.search()) {
        check.found(first, told, profile.sources());
        step = "keeps apart";
        check.apart(second, "keeps apart", "another namespace");
      } else {
        String said = memory.answer(first, asked()).text();
        check.say("answers a question", true, "\"" + said + "\"");
      }
      step = "forgets";
      memory.close(first);
      if (profile.search()) {
        check.apart(first, "forgets", "the namespace after close");
      }
    } catch (ProviderError e) {
      check.say(step, false, e.reason());
    }
    return new Result(descriptor.name(), check.version, descriptor.hash(), check.findings);
  }

  private static String namespace(int number) {
    return "locomo-check-" + number + "-" + Long.toString(System.nanoTime(), 36);
  }

  private static Asked asked() {
    return new Asked(CANARY, 5, "2024-03-02T10:00:00");
  }

  private static Session session() {
    var turns =
        List.of(
            new Turn(new TurnId(1, 1), "Ann", "Good morning, Bo! Did you sleep well?", null),
            new Turn(new TurnId(1, 2), "Bo", CANARY, null));
    return new Session(1, "9:00 am on 2 March, 2024", LocalDateTime.of(2024, 3, 2, 9, 0), turns);
  }

  private void found(String namespace, long told, boolean sources) throws InterruptedException {
    long end = System.nanoTime() + (long) (PATIENCE_SECONDS * 1e9);
    List<Item> items = memory.search(namespace, asked());
    while (items.stream().noneMatch(MemoryCheck::holds) && System.nanoTime() < end) {
      Stop.ofProcess().sleep(Duration.ofMillis(200));
      items = memory.search(namespace, asked());
    }
    double seconds = (System.nanoTime() - told) / 1e9;
    var canary = items.stream().filter(MemoryCheck::holds).findFirst();
    say(
        "finds",
        canary.isPresent(),
        canary.isPresent()
            ? String.format(Locale.ROOT, "what it was told, after %.2f s", seconds)
            : "nothing of what it was told, in " + PATIENCE_SECONDS + " s");
    canary.ifPresent(item -> provenance(item, sources));
  }

  private void provenance(Item item, boolean sources) {
    var level = descriptor.provenance(sources);
    boolean ids = item.sources().contains("D1:2");
    boolean right =
        switch (level) {
          case IDS -> ids;
          case VERBATIM -> item.text().contains(CANARY);
          case TOKENS, NONE -> true;
        };
    String given =
        ids
            ? "items name their turns"
            : item.text().contains(CANARY)
                ? "items hold turns word for word; \"provenance\": \"verbatim\" would measure"
                    + " recall"
                : "items are in words of their own; \"provenance\": \"tokens\" would estimate"
                    + " recall";
    String said = "recall of evidence by " + level.name().toLowerCase(Locale.ROOT);
    say("sources", right, said + ": " + given);
  }

  private void apart(String namespace, String name, String from) throws InterruptedException {
    memory.open(namespace, List.of("Ann", "Bo"));
    boolean seen = memory.search(namespace, asked()).stream().anyMatch(MemoryCheck::holds);
    say(name, !seen, (seen ? "" : "not ") + "found from " + from);
    memory.close(namespace);
  }

  private static boolean holds(Item item) {
    return item.text().toLowerCase(Locale.ROOT).contains(WORD);
  }

  private void say(String name, boolean passed, String detail) {
    long now = System.nanoTime();
    findings.add(new Finding(name, passed, detail, (now - began) / 1e9));
    began = now;
  }
}
