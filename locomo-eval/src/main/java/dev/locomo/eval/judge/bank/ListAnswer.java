package dev.locomo.eval.judge.bank;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An answer that lists several things whose order says nothing. */
final class ListAnswer {
  private static final Pattern SEPARATOR =
      Pattern.compile("(?:(?<!\\s)\\s++)?,\\s*+(?:and\\s+)?|(?<!\\s)\\s++and\\s+");

  /** In these the order may matter, or the comma is no separator. */
  private static final Pattern ORDERED =
      Pattern.compile(
          "(?i).*(\\d|;|\"|\\b(then|later|first|before|after|because|since|but|not?|which|who|so|her|his|their|they|she|he|it|its)\\b).*");

  private static final int LONGEST_PART = 4;

  private ListAnswer() {}

  /** The same parts, last first; empty when the text is no plain list of short parts. */
  static Optional<String> reordered(String text) {
    String reordered = String.join(", ", parts(text).reversed());
    return reordered.isEmpty() ? Optional.empty() : Optional.of(reordered);
  }

  /** Its parts in order; empty when the text is no plain list of short parts. */
  static List<String> parts(String text) {
    if (text.indexOf(',') < 0 || ORDERED.matcher(text).matches()) {
      return List.of();
    }
    List<String> parts = List.of(SEPARATOR.split(text.strip()));
    boolean plain =
        parts.stream().allMatch(p -> !p.isBlank() && p.split("\\s+").length <= LONGEST_PART);
    return plain && parts.stream().distinct().count() > 1 ? parts : List.of();
  }
}
