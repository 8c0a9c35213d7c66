package dev.locomo.core.llm.picture;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a family of models is charged for a picture, by the rule that its provider
 * publishes.
 *
 * @param rule one of {@code none} (it takes no pictures), {@code tiles} (OpenAI: scaled into 2048 x
 *     2048 and to a shorter side of 768, {@code base} and {@code each} for every 512 x 512), {@code
 *     patches} (OpenAI: {@code each} for every 32 x 32, at most {@code most} of those), {@code
 *     area} (Anthropic: a token for every {@code each} pixels, at most {@code most}), {@code
 *     squares} (Gemini: {@code each} for every 768 x 768), {@code fixed} ({@code base})
 * @param base tokens of every picture; null for 0
 * @param each see the rule; null for 1
 * @param most see the rule; null for no limit
 * @param together most pictures of a request; null for no limit
 */
public record PictureTokens(
    @JsonProperty(required = true) String rule,
    @Nullable Double base,
    @Nullable Double each,
    @Nullable Integer most,
    @JsonProperty("at_once") @Nullable Integer together) {
  private static final List<String> RULES =
      List.of("none", "tiles", "patches", "area", "squares", "fixed");

  /** What is taken for models of which nothing is known: Anthropic's rule without its limit. */
  public static final PictureTokens UNKNOWN = new PictureTokens("area", null, 750.0, null, null);

  public PictureTokens {
    if (!RULES.contains(rule)) {
      throw new IllegalArgumentException("pictures: the rule is " + String.join(", ", RULES));
    }
  }

  /** Whether models of the family look at pictures. */
  public boolean taken() {
    return !rule.equals("none");
  }

  /** Most pictures of a request. */
  public int atOnce() {
    return together == null ? Integer.MAX_VALUE : together;
  }

  /** Tokens of a picture of this size; 0 where none are taken. */
  public int of(ShownPicture picture) {
    double width = picture.width();
    double height = picture.height();
    double unit = each == null ? 1 : each;
    double limit = most == null ? Integer.MAX_VALUE : most;
    double tokens =
        switch (rule) {
          case "tiles" -> {
            double fit = Math.min(1, 2048 / Math.max(width, height));
            fit *= Math.min(1, 768 / (fit * Math.min(width, height)));
            yield unit * parts(width * fit, 512) * parts(height * fit, 512);
          }
          case "patches" -> unit * Math.min(limit, parts(width, 32) * parts(height, 32));
          case "area" -> Math.min(limit, width * height / unit);
          case "squares" -> unit * parts(width, 768) * parts(height, 768);
          default -> 0;
        };
    return (int) Math.ceil(tokens + Objects.requireNonNullElse(base, 0.0));
  }

  private static double parts(double length, int of) {
    return Math.ceil(Math.rint(length) / of);
  }
}
