package dev.locomo.gen.sample;

import java.util.List;

/**
 * Someone who talks.
 *
 * @param name first name, or first and last name; on one line, without colon and brackets
 * @param summary a description in a paragraph
 * @param attributes the sentences it was made from; empty when it was made otherwise
 */
public record Persona(String name, String summary, List<String> attributes) {
  /** Most characters of a name. */
  private static final int LONGEST_NAME = 60;

  public Persona {
    attributes = List.copyOf(attributes);
  }

  /** Whether a text can stand before a colon as a speaker's name. */
  public static boolean isName(String text) {
    return !text.isBlank()
        && text.equals(text.strip())
        && text.length() <= LONGEST_NAME
        && !text.equals("date")
        && text.codePoints().noneMatch(c -> Character.isISOControl(c) || ":[]{}\"".indexOf(c) >= 0);
  }
}
