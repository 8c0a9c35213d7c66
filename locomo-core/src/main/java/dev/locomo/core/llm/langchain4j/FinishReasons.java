package dev.locomo.core.llm.langchain4j;

import dev.locomo.core.llm.Reply.Finish;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The providers' words for why a model stopped. No word means two things at two providers; one that
 * is not known is understood by its parts, for new ones are made of old ones.
 */
final class FinishReasons {
  private static final Set<String> DONE =
      Set.of(
          ("stop end_turn stop_sequence stop_sequences eos eos_token end_id stop_words complete"
                  + " completed finish finished stop_criteria_met matched_token done end")
              .split(" "));

  private static final Pattern FILTERED =
      Pattern.compile(
          "filter|refus|safety|recitation|block|prohibited|spii|language|sensitive|toxic|moderat"
              + "|guardrail|policy|model_armor|jailbreak");

  private static final Pattern CUT =
      Pattern.compile(
          "length|max_?(?:\\w+_)?tokens|context_window|token_?limit|error_limit|^limit$|truncat"
              + "|incomplete");

  private static final Pattern FAILED =
      Pattern.compile(
          "error|fail|abort|cancel|time(?:d_)?_?out|interrupt|malformed|unexpected|insufficient"
              + "|overload|unavailable|disconnect|pause|not_finished|rate_limit|missing_thought");

  private FinishReasons() {}

  /**
   * What a word means, {@link Finish#OTHER} when that is not known; null when it says that the
   * reply failed.
   */
  static @Nullable Finish of(String word) {
    String low = word.strip().toLowerCase(Locale.ROOT);
    if (DONE.contains(low)) {
      return Finish.STOP;
    }
    if (FILTERED.matcher(low).find()) {
      return Finish.FILTERED;
    }
    if (CUT.matcher(low).find()) {
      return Finish.LENGTH;
    }
    return FAILED.matcher(low).find() ? null : Finish.OTHER;
  }
}
