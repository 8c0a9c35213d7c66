package dev.locomo.eval.events;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.text.TurnText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A conversation in the parts in which it is read: a session each, and one that is too long for the
 * window in several, cut between turns.
 */
final class Parts {
  private Parts() {}

  /** The whole in one text. */
  static String whole(Conversation conversation) {
    return String.join("\n", of(conversation, Integer.MAX_VALUE, _ -> 0));
  }

  /**
   * The parts in order, sessions without turns left out.
   *
   * @param most tokens of a part; a single turn that is longer is a part all the same
   */
  static List<String> of(Conversation conversation, int most, ToIntFunction<String> tokens) {
    var parts = new ArrayList<String>();
    for (Session session : conversation.sessions()) {
      parts.addAll(of(session, most, tokens));
    }
    return parts;
  }

  private static List<String> of(Session session, int most, ToIntFunction<String> tokens) {
    var parts = new ArrayList<String>();
    String header = TurnText.header(session);
    int free = most - tokens.applyAsInt(header);
    var text = new StringBuilder();
    int used = 0;
    for (var turn : session.turns()) {
      String line = TurnText.guardedLine(turn);
      int size = tokens.applyAsInt(line);
      if (!text.isEmpty() && used + size > free) {
        parts.add(header + text);
        text.setLength(0);
        used = 0;
      }
      text.append(line);
      used += size;
    }
    if (!text.isEmpty()) {
      parts.add(header + text);
    }
    return parts;
  }
}
