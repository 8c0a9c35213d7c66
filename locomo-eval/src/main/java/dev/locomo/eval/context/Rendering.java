package dev.locomo.eval.context;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.rag.passage.Passage;

/**
 * How conversations look in the prompts of the {@code locomo} protocol; changing it is a new
 * protocol version.
 */
public final class Rendering {
  private Rendering() {}

  /** The line above a session. */
  public static String header(Session session) {
    String when = session.dateText().isEmpty() ? "" : ", " + session.dateText();
    return "## Session " + session.number() + when + "\n";
  }

  /** One turn, ended by a line feed. */
  public static String turn(Turn turn) {
    String picture = turn.caption() == null ? "" : " [picture: " + turn.caption().strip() + "]";
    return turn.speaker() + ": " + turn.text().strip() + picture + "\n";
  }

  /** One retrieved passage, ended by a line feed. */
  static String passage(Passage passage) {
    return (passage.date().isEmpty() ? "" : "[" + passage.date() + "] ") + passage.text() + "\n";
  }
}
