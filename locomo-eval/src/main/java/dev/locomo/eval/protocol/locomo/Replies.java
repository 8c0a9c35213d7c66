package dev.locomo.eval.protocol.locomo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
      Pattern.compile("^```[a-zA-Z]*\\s*\\n?(.*?)\\n?```$", Pattern.DOTALL);
  private static final Pattern LABEL =
      Pattern.compile(
          "^(?:the\\s+)?(?:short\\s+|final\\s+)?answer\\s*(?:is\\s*)?[:：]\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LETTER =
      Pattern.compile(
          "^\\W*(?:option\\s+|answer\\s*:?\\s*)?\\(?([ab])\\)?(?:$|[^\\p{L}\\p{N}'’])",
          Pattern.CASE_INSENSITIVE);

  private Replies() {}

  /** The answer in a free reply: without fence, label, or quotes round the whole; may be empty. */
  static String shortAnswer(String reply) {
    String text = unfenced(reply);
    Optional<JsonNode> json = text.startsWith("{") ? json(text) : Optional.empty();
    if (json.isPresent() && json.get().path("answer").isValueNode()) {
      text = json.get().path("answer").asText();
    }
    text = LABEL.matcher(text.strip()).replaceFirst("").strip();
    boolean quoted =
        text.length() > 1 && text.startsWith("\"") && text.indexOf('"', 1) == text.length() - 1;
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  /**
   * The option that a reply to a choice picks: its letter at the start, or the option's own text.
   *
   * @return the option's text; empty when the reply picks neither or both
   */
  static Optional<String> choice(String reply, String optionA, String optionB) {
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
    return Optional.of(letter.group(1).equalsIgnoreCase("a") ? optionA : optionB);
  }

  /**
   * The answers 1 to {@code count} of a batch reply: an object with the numbers as keys, or an
   * array of just that many.
   *
   * @return empty when any of them is missing
   */
  static Optional<List<String>> numbered(String reply, int count) {
    return json(outermost(unfenced(reply))).flatMap(root -> answers(root, count));
  }

  private static Optional<List<String>> answers(JsonNode root, int count) {
    if (root.isArray() && root.size() != count) {
      return Optional.empty();
    }
    var answers = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      JsonNode one = root.isArray() ? root.path(i - 1) : root.path(Integer.toString(i));
      if (one.isMissingNode() || one.isObject()) {
        return Optional.empty();
      }
      answers.add(one.isArray() ? joined(one) : one.isNull() ? "" : one.asText().strip());
    }
    return Optional.of(answers);
  }

  private static String joined(JsonNode array) {
    var parts = new ArrayList<String>();
    array.forEach(part -> parts.add(part.asText().strip()));
    return String.join(", ", parts);
  }

  private static String unfenced(String reply) {
    String text = reply.strip();
    var fence = FENCE.matcher(text);
    return fence.matches() ? fence.group(1).strip() : text;
  }

  /** From the first opening to the last closing bracket: some models talk before and after. */
  private static String outermost(String text) {
    int object = text.indexOf('{');
    int array = text.indexOf('[');
    boolean isArray = array >= 0 && (object < 0 || array < object);
    int start = isArray ? array : object;
    int end = text.lastIndexOf(isArray ? ']' : '}');
    return start >= 0 && end > start ? text.substring(start, end + 1) : text;
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
