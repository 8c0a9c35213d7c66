package dev.locomo.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import java.util.Optional;

/**
 * What a judge said of one answer.
 *
 * @param value 1 when the answer is right by the rubric, 0 when it is wrong; of an answer judged
 *     nugget by nugget the mean of 0, 0.5 and 1
 * @param reason the judge's own words; may be empty
 */
public record Verdict(double value, String reason) {
  /** The grammar in words, for messages. */
  static final String GRAMMAR =
      "expected {\"verdict\": \"correct\" or \"wrong\", \"reason\": \"...\"}";

  /**
   * Reads a reply that is one JSON object with the keys {@code verdict} ({@code "correct"} or
   * {@code "wrong"}, nothing else) and {@code reason} (a string). A code fence round the whole is
   * allowed, for models without a JSON mode cannot help it. Never searches a reply for words: "not
   * correct" contains "correct".
   *
   * @return empty for anything else
   */
  public static Optional<Verdict> read(ReplyText reply) {
    return reply.json().flatMap(Verdict::of);
  }

  /**
   * As {@link #read(ReplyText)}, where an answer was judged nugget by nugget: {@code scores} is an
   * array of as many numbers, each 0, 0.5 or 1.
   *
   * @param nuggets how many; 0 for an answer judged as a whole
   */
  static Optional<Verdict> read(ReplyText reply, int nuggets) {
    return nuggets == 0 ? read(reply) : reply.json().flatMap(node -> graded(node, nuggets));
  }

  private static Optional<Verdict> graded(JsonNode node, int nuggets) {
    JsonNode scores = node.path("scores");
    JsonNode reason = node.path("reason");
    if (node.size() != 2 || scores.size() != nuggets || !reason.isTextual()) {
      return Optional.empty();
    }
    double sum = 0;
    for (JsonNode score : scores) {
      double value = score.isNumber() ? score.doubleValue() : -1;
      if (value != 0 && value != 0.5 && value != 1) {
        return Optional.empty();
      }
      sum += value;
    }
    return Optional.of(new Verdict(sum / nuggets, reason.textValue()));
  }

  /** What is expected of a reply, in words. */
  static String grammar(int nuggets) {
    return nuggets == 0
        ? GRAMMAR
        : "expected {\"scores\": [" + nuggets + " numbers, each 0, 0.5 or 1], \"reason\": \"...\"}";
  }

  private static Optional<Verdict> of(JsonNode node) {
    JsonNode reason = node.path("reason");
    if (!node.isObject() || node.size() != 2 || !reason.isTextual()) {
      return Optional.empty();
    }
    return switch (node.path("verdict").asText()) {
      case "correct" -> Optional.of(new Verdict(1, reason.textValue()));
      case "wrong" -> Optional.of(new Verdict(0, reason.textValue()));
      default -> Optional.empty();
    };
  }
}
