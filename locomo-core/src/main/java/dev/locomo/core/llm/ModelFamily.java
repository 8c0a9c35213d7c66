package dev.locomo.core.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.locomo.core.llm.picture.PictureTokens;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a family of models takes and needs, whoever serves it; {@code models.json} has them.
 *
 * @param name of the family
 * @param models names of its models without what stands before the last slash, in lower case; a
 *     star stands for any characters
 * @param leavesOut parameters that its models refuse
 * @param limit the name of the token limit that its models insist on, null for the provider's usual
 *     one
 * @param room tokens for hidden reasoning, added to the limit of a reply; null where nothing is
 *     hidden
 * @param efforts words for the amount of reasoning; empty where it cannot be chosen, null where it
 *     is not known
 * @param context tokens that fit, prompt and reply together; null where it is not known
 * @param shown what a picture costs; null where it is not known
 * @param marksPrefix whether OpenAI's prefix cache is told what to keep, and keeps it at a price
 */
public record ModelFamily(
    String name,
    List<String> models,
    @JsonProperty("leaves_out") Set<Parameter> leavesOut,
    @Nullable String limit,
    @JsonProperty("reserve") @Nullable Integer room,
    @Nullable List<String> efforts,
    @Nullable Integer context,
    @JsonProperty("pictures") @Nullable PictureTokens shown,
    @JsonProperty("marks_prefix") @Nullable Boolean marksPrefix) {
  /** The family of a model of which nothing is known. */
  public static final ModelFamily UNKNOWN =
      new ModelFamily("unknown", List.of(), Set.of(), null, null, null, null, null, null);

  /** The name of the limit that OpenAI's reasoning models insist on. */
  public static final String COMPLETION_LIMIT = "max_completion_tokens";

  public ModelFamily {
    Objects.requireNonNull(name, "name is missing");
    models = List.copyOf(Objects.requireNonNull(models, "models is missing"));
    leavesOut = leavesOut == null ? Set.of() : Set.copyOf(leavesOut);
    efforts = efforts == null ? null : List.copyOf(efforts);
    if (limit != null && !limit.equals(COMPLETION_LIMIT) && !limit.equals("max_tokens")) {
      throw new IllegalArgumentException("limit is max_tokens or " + COMPLETION_LIMIT);
    }
    if ((room != null && room < 0) || (context != null && context < 1)) {
      throw new IllegalArgumentException("reserve is 0 or more, context 1 or more");
    }
  }

  /** What a request can be refused for and sent again without. */
  public enum Parameter {
    TOP_P("top_p"),
    TEMPERATURE("temperature"),
    SEED("seed"),
    /** JSON mode. */
    JSON("response_format"),
    /** The name of the token limit: the other one is sent instead. */
    LIMIT("max_tokens"),
    /** What is added to the token limit for hidden reasoning. */
    RESERVE("room_for_reasoning"),
    /** What tells the provider's prefix cache where the shared part of a prompt ends. */
    PREFIX("prefix_cache");

    private final String label;

    Parameter(String label) {
      this.label = label;
    }

    /** Its name in files. */
    @JsonValue
    public String label() {
      return label;
    }

    /**
     * The parameter of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static Parameter named(String label) {
      return Arrays.stream(values())
          .filter(p -> p.label.equals(label))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "'" + label + "' is none of " + labels(EnumSet.allOf(Parameter.class))));
    }

    /** Names as a list for people, in the order of the enum. */
    public static String labels(Set<Parameter> of) {
      return of.stream().sorted().map(Parameter::label).collect(Collectors.joining(", "));
    }
  }

  /** Whether OpenAI's prefix cache is told what to keep. */
  public boolean marked() {
    return Boolean.TRUE.equals(marksPrefix);
  }

  /** What a picture costs. */
  public PictureTokens pictures() {
    return shown == null ? PictureTokens.UNKNOWN : shown;
  }

  /** Tokens for hidden reasoning; 0 where nothing is hidden. */
  public int reserve() {
    return room == null ? 0 : room;
  }

  /** Whether a model of this name, as its provider knows it, is one of them. */
  public boolean has(String model) {
    String bare = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return models.stream().anyMatch(pattern -> glob(pattern).matcher(bare).matches());
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}
