package dev.locomo.eval.context;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.rag.passage.Passage;
import java.util.Comparator;
import java.util.List;

/** Passages in the order in which the conversation says them. */
final class ConversationOrder {
  static final Comparator<Passage> PASSAGES =
      Comparator.comparingInt(Passage::session)
          .thenComparingInt(p -> firstTurn(p.sources()))
          .thenComparing(Passage::text);

  private ConversationOrder() {}

  private static int firstTurn(List<String> sources) {
    return TurnId.namedIn(sources).stream().mapToInt(TurnId::turn).findFirst().orElse(0);
  }
}
