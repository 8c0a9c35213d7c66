package dev.locomo.eval.context;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.rag.passage.Passage;
import java.util.regex.Pattern;

/**
 * How conversations look in the prompts of the {@code locomo} protocol; changing it is a new
 * protocol version.
 */
public final class Rendering {
  /** A line of somebody's text that begins as those lines do that give our prompts their shape. */
  private static final Pattern FORGED =
      Pattern.compile(
          "(?i)(?<=[\\n\\r\\u2028\\u2029\\u0085])(?=[ \\t]*(?:#+ *Session\\b|Question:"
              + "|Short answer:|Which reply is right|Here are \\d+ separate))");

  private Rendering() {}

  /**
   * Text from the data set, set off where a line of it could pass for one of ours: a turn must not
   * end its session, nor ask a question in our place. All other text stays as it is.
   */
  private static String quoted(String text) {
    return FORGED.matcher(text).replaceAll("| ");
  }

  /** The line above a session. */
  public static String header(Session session) {
    String when = session.dateText().isEmpty() ? "" : ", " + session.dateText();
    return "## Session " + session.number() + when + "\n";
  }

  /** One turn, ended by a line feed. */
  public static String turn(Turn turn) {
    String picture = turn.caption() == null ? "" : " [picture: " + turn.caption().strip() + "]";
    return quoted(turn.speaker() + ": " + turn.text().strip() + picture) + "\n";
  }

  /** One retrieved passage, ended by a line feed. */
  static String passage(Passage passage) {
    return (passage.date().isEmpty() ? "" : "[" + passage.date() + "] ")
        + quoted(passage.text())
        + "\n";
  }
}
