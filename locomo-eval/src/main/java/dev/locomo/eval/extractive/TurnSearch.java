package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.text.Word;
import java.util.Comparator;
import java.util.List;

/** Finds the turns of a conversation that come closest to a text (BM25 over content words). */
public final class TurnSearch {
  private final TurnIndex index;

  /** Indexes a conversation; nothing is found in an empty one. */
  public TurnSearch(Conversation conversation) {
    index = new TurnIndex(conversation);
  }

  /** At most so many turns, best first, equal ones in order; none that shares no word. */
  public List<Turn> closest(String text, int most) {
    double[] scores = index.scores(Word.contentStems(text));
    return index.turns().stream()
        .filter(t -> scores[t.place()] > 0)
        .sorted(
            Comparator.<IndexedTurn>comparingDouble(t -> -scores[t.place()])
                .thenComparingInt(IndexedTurn::place))
        .limit(most)
        .map(IndexedTurn::turn)
        .toList();
  }
}
