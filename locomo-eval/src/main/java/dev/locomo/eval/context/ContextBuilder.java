package dev.locomo.eval.context;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.rag.passage.Passage;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses what the reader sees. It gets a probe, so it cannot look at gold.
 *
 * <p><b>How to add one</b>: implement this, add a name to {@link ContextKind}, say in {@code
 * docs/contexts.md} what it shows.
 */
@FunctionalInterface
public interface ContextBuilder {
  /**
   * The context for one question.
   *
   * @param asked the conversation
   * @param probe the question
   * @param reserved tokens that everything else in the request takes, the reply included
   */
  Context build(Asked asked, Probe probe, int reserved);

  /** Whether all questions about a conversation may be shown the same. */
  default boolean shares() {
    return false;
  }

  /** Nothing: what a model answers from the question alone. */
  static ContextBuilder none() {
    return (_, _, _) -> Context.NONE;
  }

  /**
   * The passages that the run retrieves (or the gold evidence, in an oracle run), in the order of
   * the conversation.
   */
  static ContextBuilder retrieved() {
    return (asked, probe, _) -> {
      if (asked.retrieval() == null) {
        throw new IllegalStateException("a retrieved context without retrieval");
      }
      List<Passage> passages = asked.retrieval().passages(probe);
      var text = new StringBuilder();
      passages.stream()
          .sorted(ConversationOrder.PASSAGES)
          .forEach(p -> {
            String date = p.date().isEmpty() ? "" : "[" + p.date() + "] ";
            text.append(date).append(TurnText.guarded(p.text())).append('\n');
          });
      return new Context(text.toString(), asked.retrieval().shown(passages));
    };
  }

  /** Passages in the order in which the conversation says them. */
  static final class ConversationOrder {
    static final Comparator<Passage> PASSAGES =
        Comparator.comparingInt(Passage::session)
            .thenComparingInt(p -> firstTurn(p.sources()))
            .thenComparing(p -> p.sources().isEmpty() ? "" : p.text()); // stable: else as they came

    private ConversationOrder() {}

    private static int firstTurn(List<String> sources) {
      return TurnId.namedIn(sources).stream().mapToInt(TurnId::turn).findFirst().orElse(0);
    }
  }
}
