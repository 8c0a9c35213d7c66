package dev.locomo.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import java.util.Optional;

/**
 * What a judge said of one answer.
 *
 * @param correct whether the answer is right by the rubric
 * @param reason the judge's own words; may be empty
 */
public record Verdict(boolean correct, String reason) {
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

  private static Optional<Verdict> of(JsonNode node) {
    JsonNode reason = node.path("reason");
    if (!node.isObject() || node.size() != 2 || !reason.isTextual()) {
      return Optional.empty();
    }
    return switch (node.path("verdict").asText()) {
      case "correct" -> Optional.of(new Verdict(true, reason.textValue()));
      case "wrong" -> Optional.of(new Verdict(false, reason.textValue()));
      default -> Optional.empty();
    };
  }
}
