package dev.locomo.rag.memory;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Tool;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A memory system under test: it is told conversations, a namespace each, and asked about them. It
 * never sees a category, a gold answer, evidence or a name that the data set gives a session.
 *
 * <p>Every method may throw a {@link ProviderError}: {@code UNAVAILABLE} and {@code RATE_LIMITED}
 * after its last try of what the system calls worth another, {@code TIMEOUT}, {@code CONNECTION}
 * when it is not there or has ended, {@code MALFORMED_REPLY} for what is not the contract's, {@code
 * REJECTED} for the rest. An empty result is a result.
 *
 * <p><b>How to add one</b>: a descriptor file ({@code docs/memory.md}), no code.
 */
public interface MemorySystem extends AutoCloseable {
  /** The version of the contract. */
  String PROTOCOL = "locomo-memory/1";

  /**
   * What a system says of itself.
   *
   * @param bySession whether it is told a session at a time, else a turn
   * @param sources whether its items name the turns they come from
   * @param isolation what keeps conversations apart
   * @param atOnce most requests in flight, at least 1
   */
  record Profile(
      String name,
      String version,
      boolean bySession,
      boolean search,
      boolean answer,
      boolean sources,
      MemoryDescriptor.Isolation isolation,
      int atOnce) {}

  /**
   * Something that was found.
   *
   * @param id the system's own name of it; empty when it gave none
   * @param text what a reader is shown
   * @param score higher is better; NaN when the system gave none
   * @param time as the system says it; empty when it does not
   * @param sources ids of the turns it comes from; empty when the system does not say
   */
  record Item(String id, String text, double score, String time, List<String> sources) {
    public Item {
      sources = List.copyOf(sources);
    }
  }

  /**
   * What is asked.
   *
   * @param k most items wanted, at least 1
   * @param now when it is asked, local time in ISO 8601: the end of the conversation; null when the
   *     data set has no times
   */
  record Asked(String question, int k, @Nullable String now) {}

  /**
   * An answer in the system's own words.
   *
   * @param items what it says the answer comes from; may be empty
   */
  record Said(String text, List<Item> items) {}

  /** The end of a conversation as {@link Asked#now}; null when none of its times is readable. */
  static @Nullable String now(Conversation conversation) {
    return WireText.end(conversation);
  }

  /** A time as {@link Asked#now}. */
  static String iso(LocalDateTime time) {
    return String.valueOf(WireText.iso(time));
  }

  /** What it says of itself; asked once. */
  Profile profile() throws InterruptedException;

  /** Begins a namespace, empty. */
  void open(String namespace, List<String> speakers) throws InterruptedException;

  /** Tells a session, in the pieces that the system takes. */
  void ingest(String namespace, Session session) throws InterruptedException;

  /**
   * Waits until what was told can be found, as the descriptor says how.
   *
   * @param last the last turn's text, of which a search is to find something; empty for none
   */
  void settle(String namespace, String last) throws InterruptedException;

  /** What it finds, best first; more than {@code k} when the system does not heed it. */
  List<Item> search(String namespace, Asked asked) throws InterruptedException;

  /** What it answers. */
  Said answer(String namespace, Asked asked) throws InterruptedException;

  /** What a model may have called to look something up; empty where the system has no tools. */
  default List<Tool> tools() throws InterruptedException {
    return List.of();
  }

  /**
   * Makes a call of a model's.
   *
   * @param asked what the model is asked
   * @return what came of it, in words
   * @throws ProviderError also {@code REJECTED} where the tool itself, or the server, refuses the
   *     call: that is for the model to know
   */
  default String use(String namespace, Asked asked, Tool.Call call) throws InterruptedException {
    throw new UnsupportedOperationException("no tools");
  }

  /** Forgets a namespace; one that was never opened too. */
  void close(String namespace) throws InterruptedException;

  /** Whether what a namespace was told is gone because the process that held it has ended. */
  boolean lost(String namespace);

  /** Ends the system where this process started it. */
  @Override
  void close();
}
