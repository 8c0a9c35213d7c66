package dev.locomo.eval.protocol.reference;

import dev.locomo.core.dataset.Session;
import dev.locomo.eval.protocol.reference.ContextText.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Where a conversation has to be cut for a number of tokens. The original adds turns from the
 * oldest session on, in each session from the last turn to the first, and stops at the first that
 * does not fit. What a turn needs does not depend on the question, so it is counted once a
 * conversation.
 */
final class FittingCuts {
  private final List<Cut> cuts = new ArrayList<>();
  private final List<Integer> needed = new ArrayList<>();
  private final Cut whole;

  private FittingCuts(Cut whole) {
    this.whole = whole;
  }

  /**
   * Counts.
   *
   * @param context the conversation
   * @param local whether as for local models
   * @param tokens counts tokens
   */
  static FittingCuts of(ContextText context, boolean local, ToIntFunction<String> tokens) {
    var cuts = new FittingCuts(context.whole());
    cuts.walk(context.sessions(), running(context, local, tokens), tokens);
    return cuts;
  }

  private static RunningCount running(
      ContextText context, boolean local, ToIntFunction<String> tokens) {
    if (local) {
      return new RunningCount.TurnsAlone(tokens);
    }
    boolean additive =
        context.sessions().stream()
            .flatMap(session -> session.turns().stream())
            .map(ContextText::text)
            .allMatch(text -> Character.isLetterOrDigit(text.codePointAt(0)));
    return additive ? new RunningCount.Additive(tokens) : new RunningCount.Whole(tokens);
  }

  private void walk(List<Session> sessions, RunningCount running, ToIntFunction<String> tokens) {
    for (int i = 0; i < sessions.size(); i++) {
      running.session();
      String header = ContextText.header(sessions.get(i));
      int kept = 0;
      for (var turn : sessions.get(i).turns().reversed()) {
        String text = ContextText.text(turn);
        add(new Cut(i + 1, kept++), tokens.applyAsInt(header + text) + running.tokens());
        running.above(text, false);
      }
      running.above(header, true);
    }
  }

  /** Keeps the highest need so far: the first turn that is too much is then found by halving. */
  private void add(Cut cut, int need) {
    cuts.add(cut);
    needed.add(needed.isEmpty() ? need : Math.max(needed.getLast(), need));
  }

  /**
   * The cut before the first turn that needs {@code room} tokens or more.
   *
   * @param room tokens; a turn has to need fewer
   */
  Cut within(int room) {
    int low = 0;
    int high = needed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (needed.get(middle) < room) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == cuts.size() ? whole : cuts.get(low);
  }
}
