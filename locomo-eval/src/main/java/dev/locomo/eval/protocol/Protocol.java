package dev.locomo.eval.protocol;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.rag.passage.Passage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A named, versioned, hashed way to ask: prompts, context rule, question wording and reply parsing.
 *
 * <p>It sees conversations and {@link Probe}s, never gold. The calls it plans are a pure function
 * of its settings and of what is to be asked, so that an interrupted run plans the same ones again.
 */
public interface Protocol {
  /** The name in reports, with its version, for example {@code locomo@1}. */
  String id();

  /**
   * SHA-256 of everything in it that can change a request or the reading of a reply, 64 hex digits.
   */
  String hash();

  /**
   * The calls that ask all probes, in order. Lazy: a prompt may hold a whole conversation, so it is
   * built only when its call is reached.
   *
   * @param plan conversations in file order with what is asked of each; may be empty
   */
  Stream<Call> calls(List<Asked> plan);

  /**
   * What is asked of one conversation.
   *
   * @param sample sample id
   * @param conversation the dialogue
   * @param probes in index order
   * @param retrieval finds passages for a probe, or null when the run does not retrieve
   */
  record Asked(
      String sample, Conversation conversation, List<Probe> probes, @Nullable Retrieval retrieval) {
    public Asked {
      probes = List.copyOf(probes);
    }
  }

  /** Finds the passages that a reader is shown for a probe. */
  @FunctionalInterface
  interface Retrieval {
    /** Best first; fewer than asked for when the database is smaller. */
    List<Passage> passages(Probe probe);

    /** The ids of what a reader is shown, best first, as a run records them. */
    default List<String> shown(List<Passage> passages) {
      return passages.stream().flatMap(p -> p.sources().stream()).toList();
    }
  }
}
