package dev.locomo.core.text;

import dev.locomo.core.dataset.json.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Named prompt texts, one resource file each with its version in the name ({@code facts-1.txt}). A
 * slot is written <code>{{name}}</code>. A changed text is a new version.
 */
public final class PromptTexts {
  /** A sign that two of its kind follow. */
  private static final Pattern MARKS = Pattern.compile("(<(?=<<)|>(?=>>))");

  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z_]+)}}");

  private final Map<String, String> texts = new TreeMap<>();

  /**
   * Reads texts.
   *
   * @param owner a class of the package that has them as resources
   * @param version the last part of every file's name
   * @param names of the texts
   * @throws IllegalStateException when one is not there
   */
  public PromptTexts(Class<?> owner, String version, List<String> names) {
    names.forEach(name -> texts.put(name, read(owner, name + "-" + version + ".txt")));
  }

  private static String read(Class<?> owner, String file) {
    try (var in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the prompt " + file + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A text with its slots filled; what is filled in is never looked at for slots again.
   *
   * @throws IllegalArgumentException when there is no such text, or a slot has no value
   */
  public String fill(String name, Map<String, String> slots) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no prompt is called " + name);
    }
    return filled(text, slots);
  }

  /**
   * Any text with its slots filled, as {@link #fill} does. Where the text encloses material in
   * {@code <<<} and {@code >>>}, no value holds these marks: a space is put into them, so that a
   * text of strangers cannot end its own quotation.
   *
   * @throws IllegalArgumentException when a slot has no value
   */
  public static String filled(String text, Map<String, String> slots) {
    var filled = new StringBuilder(text.length() + 256);
    int from = 0;
    boolean encloses = text.contains(">>>");
    // Values are long, and appended whole: a replacement would be read character by character.
    for (Matcher slot = SLOT.matcher(text); slot.find(); from = slot.end()) {
      filled
          .append(text, from, slot.start())
          .append(encloses ? enclosed(value(slot, slots)) : value(slot, slots));
    }
    return filled.append(text, from, text.length()).toString();
  }

  /** A text that may stand between {@code <<<} and {@code >>>}, whatever it holds. */
  public static String enclosed(String text) {
    return text.contains("<<<") || text.contains(">>>")
        ? MARKS.matcher(text).replaceAll("$1 ")
        : text;
  }

  private static String value(MatchResult slot, Map<String, String> slots) {
    String value = slots.get(slot.group(1));
    if (value == null) {
      throw new IllegalArgumentException("no value for the slot " + slot.group(1));
    }
    return value;
  }

  /** All texts by name, slots unfilled. */
  public Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  /** SHA-256 over all names and texts. */
  public String hash() {
    return Sha256.of(texts.toString());
  }
}
