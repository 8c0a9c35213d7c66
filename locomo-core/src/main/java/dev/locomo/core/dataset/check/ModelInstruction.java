package dev.locomo.core.dataset.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds text that speaks to the model that will read it instead of to the other speaker: marks of
 * chat formats, orders to ignore instructions, verdicts for a judge. It knows wordings, not
 * meanings: what it does not find may be one all the same.
 */
final class ModelInstruction {
  private static final List<Wording> WORDINGS =
      List.of(
          // Marks by which chat templates tell messages apart, and those that enclose an answer for
          // a judge.
          wording(
              List.of("<", "[", ">>>"),
              "<\\|[a-z_]{2,20}\\|>|\\[/?INST]|<</?SYS>>|<(?:start|end)_of_turn>|<<<|>>>"),
          wording(
              List.of("instruction", "prompt", "rubric", "system"),
              "\\b(?:ignore|disregard|forget|override)\\s(?:(?:all|any|the|your|my|of|every)\\s){0,3}"
                  + "(?:previous|prior|above|earlier|preceding|other|system)?\\s?(?:instructions?|prompts?|rubrics?|system"
                  + " messages?)\\b"),
          wording(
              List.of("prompt"),
              "\\b(?:reveal|print|repeat|show)\\s(?:me\\s)?(?:the|your)\\s(?:system\\s)?prompt\\b"),
          wording(
              List.of(":"),
              "\\b(?:note|message|instructions?)\\s(?:to|for)\\s(?:the\\s|any\\s)?"
                  + "(?:grader|judge|evaluator|assistant|ai|language model|llm)s?\\s?:"),
          wording(
              List.of("correct", "right", "true"),
              "\\b(?:mark|grade|score|count|rate|judge|accept)\\s(?:this|it|the\\s(?:reply|answer|response))"
                  + "\\sas\\s(?:correct|right|true)\\b"),
          wording(
              List.of(":"),
              "[\"']verdict[\"']\\s?:|^\\s?(?:verdict|system|assistant|developer)\\s?:"));

  private ModelInstruction() {}

  /**
   * A wording.
   *
   * @param parts one of which, in small letters, every text with the wording has: to look for them
   *     takes a fraction of the time
   */
  private record Wording(List<String> parts, Pattern pattern) {
    boolean mayBeIn(String small) {
      return parts.stream().anyMatch(small::contains);
    }
  }

  private static Wording wording(List<String> parts, String text) {
    return new Wording(parts, Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
  }

  /** The first wording of that kind, as the text has it; empty where there is none. */
  static Optional<String> in(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return WORDINGS.stream()
        .filter(wording -> wording.mayBeIn(small))
        .map(wording -> wording.pattern.matcher(text))
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }
}
