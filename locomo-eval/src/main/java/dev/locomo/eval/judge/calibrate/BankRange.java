package dev.locomo.eval.judge.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.text.Printable;
import java.util.Locale;
import java.util.Optional;

/**
 * A judged score corrected by the judge's error rates alone (Rogan and Gladen 1978), once for each
 * kind of wrong answer that was measured. Which kinds a system gives is not known, so this is a
 * range over kinds and no interval.
 *
 * @param low the lowest, 0 to 1
 * @param high the highest, 0 to 1
 * @param useless for how many kinds the judge is no better than chance; they give no value
 */
public record BankRange(double low, double high, int useless) {
  /**
   * Of a judged share.
   *
   * @param kinds of a calibration, with their rates
   * @return empty when no kind has rates
   */
  public static Optional<BankRange> of(double judged, JsonNode kinds) {
    double right = 0;
    int rights = 0;
    for (JsonNode kind : kinds) {
      if (kind.path("error").asText().equals("false-reject") && kind.path("rate").isNumber()) {
        right += kind.path("rate").asDouble();
        rights++;
      }
    }
    double rejects = rights == 0 ? 0 : right / rights;
    double low = 1;
    double high = 0;
    int useless = 0;
    int usable = 0;
    for (JsonNode kind : kinds) {
      if (kind.path("error").asText().equals("false-accept") && kind.path("rate").isNumber()) {
        double accepts = kind.path("rate").asDouble();
        if (accepts + rejects >= 1) {
          useless++;
        } else {
          double corrected = Math.clamp((judged - accepts) / (1 - rejects - accepts), 0, 1);
          low = Math.min(low, corrected);
          high = Math.max(high, corrected);
          usable++;
        }
      }
    }
    return usable + useless == 0
        ? Optional.empty()
        : Optional.of(new BankRange(usable == 0 ? 0 : low, usable == 0 ? 1 : high, useless));
  }

  /** Adds its members. */
  public void describe(ObjectNode into) {
    into.put("low", low).put("high", high).put("kinds_no_better_than_chance", useless);
  }

  /** For people. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "by these rates alone the score could be %.1f to %.1f, depending on the kind of its wrong"
            + " answers (a range, no interval)%s",
        100 * low,
        100 * high,
        useless == 0
            ? ""
            : "; for "
                + Printable.counted(useless, "kind")
                + " the judge is no better than chance");
  }
}
