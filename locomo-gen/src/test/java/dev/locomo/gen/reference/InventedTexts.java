package dev.locomo.gen.reference;

import java.util.Map;

/** ReferenceTexts in place of the imported ones, with slots of the same kinds and numbers. */
final class InventedTexts {
  private static final Map<String, Integer> BRACES =
      Map.of(
          "gen.SELF_REFLECTION_INIT_PROMPT", 2,
          "gen.SELF_REFLECTION_CONTINUE_PROMPT", 4,
          "gen.REFLECTION_INIT_PROMPT", 3,
          "gen.REFLECTION_CONTINUE_PROMPT", 6,
          "gen.VISUAL_QUESTION_PROMPT", 6,
          "gen.inline.photo_question", 2);

  private InventedTexts() {}

  static String of(String key) {
    if (key.startsWith("examples.")) {
      return """
      {"input_prefix": "In of %1$s: ", "output_prefix": "Out: ", "prompt": "Leave out pictures.",
       "input_format": "Picture of {} by {}",
       "examples": [
         {"input": %2$s, "output": [{"id": "E1", "text": "\u00e9t\u00e9"}, {"id": "E2"}]},
         {"input": ["a boat", "me"], "output": "nice"}]}
      """
          .formatted(
              key, key.contains("event") || key.contains("fact") ? "\"a life\"" : "[\"a\", \"b\"]");
    }
    return key + (BRACES.containsKey(key) ? " {}".repeat(BRACES.get(key)) : " %s".repeat(12));
  }
}
