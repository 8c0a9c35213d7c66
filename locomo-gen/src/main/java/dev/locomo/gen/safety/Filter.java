package dev.locomo.gen.safety;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Limits of what goes into a prompt, and what a reply may not hold: personal data by form, words of
 * a block list, and what a moderation service flags.
 */
public final class Filter {
  /** Most characters of a prompt; about 100,000 tokens. */
  public static final int LONGEST_PROMPT = 400_000;

  /** Most characters of a persona, a description or an event that a user gives. */
  public static final int LONGEST_INPUT = 8000;

  /**
   * Something a text may not hold.
   *
   * @param kind for the report, for example {@code e-mail address}
   * @param what for the model that is to leave it out
   * @param maskable whether it can be cut out of the text
   */
  public record Found(String kind, String what, boolean maskable) {}

  private final @Nullable Pattern blocked;
  private final Moderation moderation;

  /**
   * @param blocked words and phrases, found as whole words in any case; may be empty
   */
  public Filter(List<String> blocked, Moderation moderation) {
    this.blocked = blocked.isEmpty() ? null : pattern(blocked);
    this.moderation = moderation;
  }

  private Filter(@Nullable Pattern blocked, Moderation moderation) {
    this.blocked = blocked;
    this.moderation = moderation;
  }

  /** The same with another service. */
  public Filter with(Moderation other) {
    return new Filter(blocked, other);
  }

  private static Pattern pattern(List<String> words) {
    String any = words.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /**
   * Reads a block list: a word or phrase a line, {@code #} before a comment.
   *
   * @throws DataError when it cannot be read
   */
  public static List<String> blockList(Path file) {
    return UserFile.text(file, 1 << 24)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /**
   * A prompt that is not too long.
   *
   * @throws UserError when it is
   */
  public String limited(String step, String prompt) {
    if (prompt.length() > LONGEST_PROMPT) {
      throw new UserError(
          step + ": a prompt of " + prompt.length() + " characters, at most " + LONGEST_PROMPT,
          "shorter personas or fewer events");
    }
    return prompt;
  }

  /** The first thing that a text may not hold. */
  public Optional<Found> find(String text) throws InterruptedException {
    for (PersonalData kind : PersonalData.values()) {
      if (kind.in(text)) {
        return Optional.of(new Found(kind.label(), "what looks like a " + kind.label(), true));
      }
    }
    if (blocked != null && blocked.matcher(text).find()) {
      return Optional.of(new Found("block list", "a word that must not be used", false));
    }
    return moderation
        .flagged(text)
        .map(why -> new Found("moderation", "content that is not acceptable (" + why + ")", false));
  }

  /** The text with personal data cut out. */
  public String masked(String text) {
    String masked = text;
    for (PersonalData kind : PersonalData.values()) {
      masked = kind.masked(masked);
    }
    return masked;
  }

  /**
   * A text from the user that is not too long.
   *
   * @param what it is, for the message
   * @throws UserError when it is
   */
  public static String input(String what, String text) {
    if (text.length() > LONGEST_INPUT) {
      throw new UserError(
          what + " has " + text.length() + " characters, at most " + LONGEST_INPUT, "less text");
    }
    return text;
  }
}
