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
          + "available|implemented|accepted|accept|recognized|recognised|compatible|configurable"
          + "|applicable|apply)|unsupported|deprecated|unrecognized|unrecognised|unknown|unexpected"
          + "|extra_forbidden|extraneous|unavailable|disabled|cannot (?:both )?be|(?:may|can) only be"
          + "|only (?:the default|\\S+ is (?:allowed|supported))|invalid[_ ]parameter"
          + "|or invalid for";

  /** That it may be anything but what the tasks send. */
  private static final String NOT_ZERO =
      "must be 1\\b|strictly positive|greater than (?:0|zero)|but (?:got|is) 0(?:\\.0+)?\\b";

  /** That there are formats, but not this one, or that it wants to be asked for in other words. */
  private static final String OTHER_FORMAT =
      "(?:be|not|expected|are) (?:one of )?(?:json_schema|text)|must contain";

  private static final String OTHER_NAME = "replaced by|instead of";

  private static final Map<Parameter, Pattern> WORDS = new EnumMap<>(Parameter.class);

  static {
    near(Parameter.TOP_P, "top_?p", REFUSED);
    near(Parameter.TEMPERATURE, "temperature", REFUSED + "|" + NOT_ZERO);
    near(Parameter.SEED, "(?:random_?)?seed", REFUSED);
    near(
        Parameter.JSON,
        "response[_ ]?format(?:[._ ]type)?|json_object|json (?:mode|output)|response_?mime_?type"
            + "|structured outputs?",
        REFUSED + "|" + OTHER_FORMAT);
    near(Parameter.LIMIT, "max_(?:completion_)?tokens", REFUSED + "|" + OTHER_NAME);
    near(Parameter.PREFIX, "prompt_cache_(?:options|breakpoint|key)|cache_control", REFUSED);
    WORDS.put(
        Parameter.RESERVE,
        Pattern.compile(
            "context (?:length|window|limit|size)|too large|too long"
                + "|max_(?:completion_|output_|new_)?tokens|maxoutputtokens|num_predict"));
  }

  private RefusalWords() {}

  private static void near(Parameter parameter, String name, String refused) {
    String word = "(?<![\\w])(?:" + name + ")(?![\\w])";
    String between = ".{0," + NEAR + "}?";
    WORDS.put(
        parameter,
        Pattern.compile(
            word + between + "(?:" + refused + ")|(?:" + refused + ")" + between + word));
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
