package dev.locomo.eval.protocol.locomo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads replies with tolerance for what models do round an answer (fences, labels, quotes, JSON
 * nobody asked for), and with none for guessing: what cannot be read is empty.
 */
final class Replies {
  private static final Pattern FENCE =
      Pattern.compile("^```[a-zA-Z]*+\\s*+(.*?)\\n?```$", Pattern.DOTALL);
  private static final Pattern LABEL =
      Pattern.compile(
          "^[*_]*(?:the\\s+)?(?:short\\s+|final\\s+)?answer\\s*(?:is\\s*)?[*_]*[:：][*_]*\\s*",
          Pattern.CASE_INSENSITIVE);

  /**
   * A letter that stands for an option. A bare "a" before a word is an article, and one before the
   * other letter decides nothing.
   */
  private static final Pattern LETTER =
      Pattern.compile(
          "^\\W*+(?:(?:the\\s+)?(?:correct\\s+|right\\s+)?(?:option|answer|reply|choice)\\s*+(?:is)?)?"
              + "\\W*+([ab])(?:[)\\].:,;*_`\"]|\\s*+$|(?>\\s*\\n)|\\s++-)"
              + "(?!\\W*(?:or|and)\\W*[ab]\\b|\\W*[ab]\\W*$)(.*)$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ONE_OF_MANY =
      Pattern.compile(
          "^\\W*+(?:(?:the\\s+)?(?:correct\\s+|right\\s+)?(?:option|answer|reply|choice)\\s*+(?:is)?)?"
              + "\\W*+([a-z])(?:[)\\].:,;*_`\"]+|\\s*+$|(?>\\s*\\n))(?!\\W*(?:or|and)\\W*[a-z]\\b)(.*)$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Replies() {}

  /** The answer in a free reply: without fence, label, or quotes round the whole; may be empty. */
  static String shortAnswer(ReplyText reply) {
    var fence = FENCE.matcher(reply.text());
    String text = fence.matches() ? fence.group(1).strip() : reply.text();
    Optional<JsonNode> json = text.startsWith("{") ? json(text) : Optional.empty();
    text = json.map(j -> j.path("answer")).flatMap(Replies::text).orElse(text);
    return unquoted(LABEL.matcher(text.strip()).replaceFirst("").strip());
  }

  private static String unquoted(String text) {
    boolean straight = text.startsWith("\"") && text.indexOf('"', 1) == text.length() - 1;
    boolean curly = text.startsWith("“") && text.indexOf('”') == text.length() - 1;
    return text.length() > 1 && (straight || curly)
        ? text.substring(1, text.length() - 1).strip()
        : text;
  }

  /**
   * The option that a reply to a choice picks: its letter at the start, or the option's own text.
   *
   * @return the option's text; empty when the reply picks neither or both, or gives the letter of
   *     one with the text of the other
   */
  static Optional<String> choice(ReplyText reply, String optionA, String optionB) {
    String text = shortAnswer(reply);
    boolean a = sameText(text, optionA);
    boolean b = sameText(text, optionB);
    if (a != b) {
      return Optional.of(a ? optionA : optionB);
    }
    var letter = LETTER.matcher(text);
    if (!letter.find()) {
      return Optional.empty();
    }
    boolean first = letter.group(1).equalsIgnoreCase("a");
    String other = first ? optionB : optionA;
    return sameText(letter.group(2), other)
        ? Optional.empty()
        : Optional.of(first ? optionA : optionB);
  }

  /**
   * As {@link #choice(ReplyText, String, String)}, of any number of options: one letter, alone or
   * before a bracket, a point or the option's text, or that text.
   */
  static Optional<String> choice(ReplyText reply, List<String> options) {
    String text = shortAnswer(reply);
    var same = options.stream().filter(option -> sameText(text, option)).distinct().toList();
    if (same.size() == 1) {
      return Optional.of(same.getFirst());
    }
    var letter = ONE_OF_MANY.matcher(text);
    int picked = letter.find() ? Character.toLowerCase(letter.group(1).charAt(0)) - 'a' : -1;
    if (picked < 0 || picked >= options.size()) {
      return Optional.empty();
    }
    String said = letter.group(2).strip();
    boolean other = options.stream().anyMatch(o -> sameText(said, o));
    return other && !sameText(said, options.get(picked))
        ? Optional.empty()
        : Optional.of(options.get(picked));
  }

  /**
   * The answers 1 to {@code count} of a batch reply: an object with the numbers as keys, or an
   * array of just that many.
   *
   * @return empty when any of them is missing
   */
  static Optional<List<String>> numbered(ReplyText reply, int count) {
    return answers(reply.between('{', '}'), count)
        .or(() -> answers(reply.between('[', ']'), count));
  }

  private static Optional<List<String>> answers(String json, int count) {
    return json(json).flatMap(root -> answers(root, count));
  }

  private static Optional<List<String>> answers(JsonNode root, int count) {
    if (root.isArray() && root.size() != count) {
      return Optional.empty();
    }
    var answers = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      JsonNode one = root.isArray() ? root.path(i - 1) : root.path(Integer.toString(i));
      var text = text(one);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      answers.add(text.get());
    }
    return Optional.of(answers);
  }

  /** An answer as JSON: lists are joined, null is empty; nothing and objects are none. */
  private static Optional<String> text(JsonNode one) {
    if (one.isMissingNode() || one.isObject()) {
      return Optional.empty();
    }
    return Optional.of(one.isArray() ? joined(one) : one.isNull() ? "" : one.asText().strip());
  }

  private static String joined(JsonNode array) {
    var parts = new ArrayList<String>();
    array.forEach(part -> parts.add(part.asText().strip()));
    return String.join(", ", parts);
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JsonFiles.MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean sameText(String a, String b) {
    return bare(a).equals(bare(b));
  }

  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}
