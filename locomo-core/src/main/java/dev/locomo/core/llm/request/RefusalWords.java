package dev.locomo.core.llm.request;

import dev.locomo.core.llm.ModelFamily.Parameter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which parameter a provider refuses, by its own words: those of OpenAI and Azure, Anthropic,
 * Gemini, Mistral, vLLM, LM Studio, LiteLLM, Groq and others.
 */
final class RefusalWords {
  /** More of a body than its complaint is somebody's prompt. */
  private static final int LONGEST = 4000;

  /** How far from a name it may be said what is wrong with it. */
  private static final int NEAR = 160;

  private static final String REFUSED =
      "(?:not|n t|no longer|never) (?:be )?(?:\\w+"
          + " )?(?:supported|support|permitted|allowed|enabled|"
          + "available|implemented|accepted|accept|recognized|recognised)|unsupported|deprecated"
          + "|unrecognized|unrecognised|unknown|unexpected|extra_forbidden|extraneous|cannot"
          + " (?:both )?be|may only be|only (?:the default|\\S+ is (?:allowed|supported))|must be"
          + " (?:one of )?(?:json_schema|text)|invalid_parameter";

  private static final Map<Parameter, Pattern> WORDS = new EnumMap<>(Parameter.class);

  static {
    near(Parameter.TOP_P, "top_?p");
    near(Parameter.TEMPERATURE, "temperature");
    near(Parameter.SEED, "(?:random_?)?seed");
    near(
        Parameter.JSON,
        "response_?format(?:[._]type)?|json_object|json (?:mode|output)|response_?mime_?type");
    near(Parameter.LIMIT, "max_(?:completion_)?tokens");
    near(Parameter.PREFIX, "prompt_cache_(?:options|breakpoint|key)|cache_control");
    WORDS.put(
        Parameter.RESERVE,
        Pattern.compile(
            "context (?:length|window|limit|size)|too large|too long"
                + "|max_(?:completion_|output_|new_)?tokens|maxoutputtokens|num_predict"));
  }

  private RefusalWords() {}

  private static void near(Parameter parameter, String name) {
    String word = "(?<![\\w])(?:" + name + ")(?![\\w])";
    String between = ".{0," + NEAR + "}?";
    WORDS.put(
        parameter,
        Pattern.compile(
            word + between + "(?:" + REFUSED + ")|(?:" + REFUSED + ")" + between + word));
  }

  /**
   * The parameter that a refusal is about.
   *
   * @param body what the provider answered, of any form
   * @param sent what was in the request and can be left out
   */
  static Optional<Parameter> named(String body, Set<Parameter> sent) {
    String start = body.substring(0, Math.min(LONGEST, body.length()));
    String plain =
        start.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.=-]+", " ").replaceAll("\\. ", " ");
    return WORDS.entrySet().stream()
        .filter(words -> sent.contains(words.getKey()) && words.getValue().matcher(plain).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
