package dev.locomo.core.text;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import java.util.regex.Pattern;

/**
 * A turn as text, in the few forms that there are, and the guard against text of a data set that
 * could pass for text of ours. Changing one changes prompts, and so is a new version of whatever
 * uses it.
 */
public final class TurnText {
  /** A line of somebody's text that begins as those lines do that give our prompts their shape. */
  private static final Pattern FORGED =
      Pattern.compile(
          "(?i)(?<=[\\n\\r\\u2028\\u2029\\u0085])(?=[ \\t]*(?:#+ *Session\\b|Question:"
              + "|Short answer:|Which reply is right|Here are \\d+ separate))");

  private TurnText() {}

  /** {@code Ann: Look. [picture: a boat]}, without white space at the ends; not guarded. */
  public static String line(Turn turn) {
    String caption = turn.caption();
    return turn.speaker()
        + ": "
        + turn.text().strip()
        + (caption == null ? "" : " [picture: " + caption.strip() + "]");
  }

  /** {@code Ann said, "Look." and shared a boat}, as the original's passages have it. */
  public static String quoted(Turn turn) {
    String caption = turn.caption();
    return turn.speaker()
        + " said, \""
        + turn.text()
        + "\""
        + (caption == null ? "" : " and shared " + caption);
  }

  /** What was said and what the picture shows, for the search of words: no speaker, no marks. */
  public static String words(Turn turn) {
    return turn.text() + " " + (turn.caption() == null ? "" : turn.caption());
  }

  /** The line above a session in a prompt, ended by a line feed. */
  public static String header(Session session) {
    String when = session.dateText().isEmpty() ? "" : ", " + session.dateText();
    return "## Session " + session.number() + when + "\n";
  }

  /**
   * Text from a data set, set off where a line of it could pass for one of ours: a turn must not
   * end its session, nor ask a question in our place. All other text stays as it is.
   */
  public static String guarded(String text) {
    return FORGED.matcher(text).replaceAll("| ");
  }

  /** {@link #line}, guarded and ended by a line feed: how conversations stand in our prompts. */
  public static String guardedLine(Turn turn) {
    return guarded(line(turn)) + "\n";
  }
}
