package dev.locomo.core.dataset.check;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds text that speaks to the model that will read it instead of to the other speaker: marks of
 * chat formats, orders to ignore instructions, verdicts for a judge. It knows wordings, not
 * meanings: what it does not find may be one all the same.
 */
final class ModelInstruction {
  private static final List<Pattern> WORDINGS =
      List.of(
          // Marks by which chat templates tell messages apart, and those that enclose an answer for
          // a judge.
          pattern("<\\|[a-z_]{2,20}\\|>|\\[/?INST]|<</?SYS>>|<(?:start|end)_of_turn>|<<<|>>>"),
          pattern(
              "\\b(?:ignore|disregard|forget|override)\\s(?:(?:all|any|the|your|my|of|every)\\s){0,3}"
                  + "(?:previous|prior|above|earlier|preceding|other|system)?\\s?(?:instructions?|prompts?|rubrics?|system"
                  + " messages?)\\b"),
          pattern(
              "\\b(?:reveal|print|repeat|show)\\s(?:me\\s)?(?:the|your)\\s(?:system\\s)?prompt\\b"),
          pattern(
              "\\b(?:note|message|instructions?)\\s(?:to|for)\\s(?:the\\s|any\\s)?"
                  + "(?:grader|judge|evaluator|assistant|ai|language model|llm)s?\\s?:"),
          pattern(
              "\\b(?:mark|grade|score|count|rate|judge|accept)\\s(?:this|it|the\\s(?:reply|answer|response))"
                  + "\\sas\\s(?:correct|right|true)\\b"),
          pattern("[\"']verdict[\"']\\s?:|^\\s?(?:verdict|system|assistant|developer)\\s?:"));

  private ModelInstruction() {}

  private static Pattern pattern(String text) {
    return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }

  /** The first wording of that kind, as the text has it; empty where there is none. */
  static Optional<String> in(String text) {
    return WORDINGS.stream()
        .map(wording -> wording.matcher(text))
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }
}
