package dev.locomo.gen.dialogue;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.gen.prompt.Line;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reply as one turn: its first line, without the speaker's name and the markers.
 *
 * @param raw that line as it came
 * @param text the words
 * @param photo what a shared picture shows in the sharer's words, or null
 * @param end whether the speaker ends the session with it
 */
record TurnReply(String raw, String text, @Nullable String photo, boolean end) {
  private static final int LONGEST = 1200;
  private static final Pattern BRACKETS = Pattern.compile("\\[[^\\[\\]]*]");
  private static final Pattern END = Pattern.compile("(?i)\\[\\s*end\\s*]");
  private static final Pattern SHARES =
      Pattern.compile("(?i)^\\s*(?:i\\s+)?shar(?:es?|ing)\\s*:?\\s*");
  private static final Pattern LAST_SENTENCE = Pattern.compile("(?s)^.*[.!?…。！？]");

  /**
   * Reads it.
   *
   * @throws Unreadable when it holds no words, words of the other speaker, or too many
   */
  static TurnReply read(ReplyText reply, String self, String other) throws Unreadable {
    String raw = unquoted(unnamed(firstLine(reply.text()), self));
    if (raw.startsWith(other + ":")) {
      throw new Unreadable("you wrote for " + other + "; write only what " + self + " says");
    }
    boolean end = END.matcher(raw).find();
    String open = END.matcher(raw).replaceAll("");
    String photo = photo(open);
    String text = Line.of(BRACKETS.matcher(open).replaceAll(" "));
    if (reply.cut() || text.length() > LONGEST) {
      text = shortened(text, reply.last());
    }
    if (Line.blank(text)) {
      throw new Unreadable("your message holds no words");
    }
    return new TurnReply(raw, text, photo, end);
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private static String unnamed(String line, String self) {
    String first = self.split(" ", 2)[0];
    for (String name : new String[] {self, first}) {
      for (String start : new String[] {name + ":", "**" + name + ":**", "**" + name + "**:"}) {
        if (line.startsWith(start)) {
          return line.substring(start.length()).strip();
        }
      }
    }
    return line;
  }

  private static String unquoted(String line) {
    boolean quoted = line.length() > 2 && line.startsWith("\"") && line.endsWith("\"");
    return quoted && line.indexOf('"', 1) == line.length() - 1
        ? line.substring(1, line.length() - 1).strip()
        : line;
  }

  private static @Nullable String photo(String line) {
    Matcher m = BRACKETS.matcher(line);
    while (m.find()) {
      String inside = m.group().substring(1, m.group().length() - 1);
      if (SHARES.matcher(inside).find()) {
        String shown = Line.of(SHARES.matcher(inside).replaceFirst(""));
        return shown.isEmpty() ? null : shown;
      }
    }
    return null;
  }

  /** What broke off ends with its last whole sentence. */
  private static String shortened(String text, boolean last) throws Unreadable {
    Matcher m = LAST_SENTENCE.matcher(text.substring(0, Math.min(LONGEST, text.length())));
    if (m.find()) {
      return m.group();
    }
    if (!last) {
      throw new Unreadable("your message is too long; write one to three short sentences");
    }
    return text.substring(0, Math.min(LONGEST, text.length())).strip();
  }
}
