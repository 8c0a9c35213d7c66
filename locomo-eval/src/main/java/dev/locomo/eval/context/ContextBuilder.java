package dev.locomo.eval.context;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.rag.passage.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

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
  static ContextBuilder retrieved(Pictures pictures) {
    return (asked, probe, _) -> {
      if (asked.retrieval() == null) {
        throw new IllegalStateException("a retrieved context without retrieval");
      }
      List<Passage> passages = asked.retrieval().passages(probe);
      var turns = new Turns(asked.conversation(), pictures, new ArrayList<>());
      var text = new StringBuilder();
      passages.stream()
          .sorted(ConversationOrder.PASSAGES)
          .forEach(p -> {
            String date = p.date().isEmpty() ? "" : "[" + p.date() + "] ";
            text.append(date).append(TurnText.guarded(turns.text(p))).append('\n');
          });
      var ids = asked.retrieval().shown(passages);
      return new Context(text.toString(), ids, false, pictures.of(turns.talk, turns.seen));
    };
  }

  /** Passages that are turns, with their pictures in the form that is shown. */
  record Turns(Conversation talk, Pictures pictures, List<Turn> seen) {
    String text(Passage passage) {
      var sources = passage.sources();
      Turn turn =
          sources.size() == 1 && pictures.form() != Pictures.Form.CAPTIONS
              ? TurnId.namedIn(sources).stream().map(talk.turnsById()::get).findFirst().orElse(null)
              : null;
      for (var form : List.<Function<Turn, String>>of(TurnText::quoted, Oracle::text)) {
        if (turn != null && form.apply(turn).equals(passage.text())) {
          seen.add(turn);
          return form.apply(pictures.shown(talk, turn));
        }
      }
      return passage.text();
    }
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
