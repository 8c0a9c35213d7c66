package dev.locomo.eval.protocol.reference;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A conversation as the original writes it: newest session first, its turns in order, and for the
 * hosted models two newlines a session at the very end. When it is cut, the oldest sessions stay,
 * and of the last session entered its latest turns. Each text is built once; safe for many threads.
 */
final class ContextText {
  /** How the code paths differ. */
  enum Style {
    GPT("", "\n\n"),
    CLAUDE_GEMINI("\n", "\n\n"),
    LOCAL("\n", "");

    private final String beforeHeader;
    private final String atEnd;

    Style(String beforeHeader, String atEnd) {
      this.beforeHeader = beforeHeader;
      this.atEnd = atEnd;
    }
  }

  /**
   * Where it is cut.
   *
   * @param sessions how many are entered, from the oldest on
   * @param kept turns of the last session entered that are kept, its latest
   */
  record Cut(int sessions, int kept) {}

  private final List<Session> sessions;
  private final Style style;
  private final Map<Cut, String> texts = new ConcurrentHashMap<>();

  ContextText(Conversation conversation, Style style) {
    this.sessions = conversation.sessions();
    this.style = style;
  }

  /** A turn's text, which ends with a newline; one without picture ends with an empty line. */
  static String text(Turn turn) {
    String caption = turn.caption() == null ? "" : " and shared " + turn.caption() + ".";
    return turn.speaker() + " said, \"" + turn.text() + "\"\n" + caption + "\n";
  }

  /** What stands above a session's turns. */
  static String header(Session session) {
    return "DATE: " + session.dateText() + "\nCONVERSATION:\n";
  }

  List<Session> sessions() {
    return sessions;
  }

  /** No cut at all. */
  Cut whole() {
    return new Cut(sessions.size(), sessions.isEmpty() ? 0 : sessions.getLast().turns().size());
  }

  /** The text up to a cut. */
  String text(Cut cut) {
    return texts.computeIfAbsent(cut, this::build);
  }

  private String build(Cut cut) {
    var out = new StringBuilder(1 << 16);
    for (int i = cut.sessions() - 1; i >= 0; i--) {
      var session = sessions.get(i);
      out.append(style.beforeHeader).append(header(session));
      var turns = session.turns();
      int from = i == cut.sessions() - 1 ? turns.size() - cut.kept() : 0;
      turns.subList(from, turns.size()).forEach(turn -> out.append(text(turn)));
    }
    return out.append(style.atEnd.repeat(cut.sessions())).toString();
  }
}
