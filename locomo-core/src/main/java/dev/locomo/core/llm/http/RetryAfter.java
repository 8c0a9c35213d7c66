package dev.locomo.core.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider wants us to wait. The first that is there of: {@code Retry-After} (seconds, a
 * date or a moment) and its form in milliseconds; Gemini's {@code retryDelay} in the body; the time
 * at which an exhausted window of {@code x-ratelimit-*} or {@code anthropic-ratelimit-*} is reset.
 *
 * <p>A bare number of 10^9 and more is no wait (that would be 31 years) but a moment: seconds since
 * 1970, from 10^12 on milliseconds.
 */
public final class RetryAfter {
  /**
   * How much of a limit is left, at OpenAI, Anthropic and others; the header with {@code reset}
   * instead of {@code remaining} says when it is whole again.
   */
  private static final Pattern REMAINING = Pattern.compile(".*rate-?limit.*remaining.*");

  private static final Pattern MOMENT = Pattern.compile("\\d{10,13}(?:\\.\\d+)?");
  private static final double FIRST_MILLISECONDS = 1e12;

  /**
   * Seconds, or a duration as Go, Google and people write it: 1.5, 17s, 6m0s, 120ms, 30 seconds.
   */
  private static final Pattern DURATION =
      Pattern.compile(
          "(?i)(?:PT)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?) ?(?:s|sec|seconds?)?)?"
              + "|(\\d+(?:\\.\\d+)?)ms");

  private RetryAfter() {}

  /** The wait, at least zero; null when the provider says nothing that we understand. */
  public static @Nullable Duration of(HttpHeaders headers, JsonNode body, Instant now) {
    Function<String, @Nullable String> header = name -> headers.firstValue(name).orElse(null);
    String milliseconds = header.apply("retry-after-ms");
    return Stream.<Supplier<@Nullable Duration>>of(
            () -> wait(milliseconds == null ? null : milliseconds.strip() + "ms", now),
            () -> wait(header.apply("retry-after"), now),
            () -> wait(body.findPath("retryDelay").textValue(), now),
            () -> reset(headers, now))
        .map(Supplier::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Until the last of the exhausted windows is reset; null when none is exhausted. */
  private static @Nullable Duration reset(HttpHeaders headers, Instant now) {
    return headers.map().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> REMAINING.matcher(name).matches())
        .filter(name -> headers.firstValue(name).orElse("").strip().equals("0"))
        .map(name -> headers.firstValue(name.replace("remaining", "reset")).orElse(null))
        .map(reset -> wait(reset, now))
        .filter(Objects::nonNull)
        .max(Duration::compareTo)
        .orElse(null);
  }

  private static @Nullable Duration wait(@Nullable String text, Instant now) {
    String said = text == null ? "" : text.strip().replace(" UTC", " GMT");
    if (MOMENT.matcher(said).matches()) {
      double number = Double.parseDouble(said);
      long millis = (long) Math.ceil(number < FIRST_MILLISECONDS ? number * 1000 : number);
      return until(Instant.ofEpochMilli(millis), now);
    }
    var parts = DURATION.matcher(said);
    if (said.isEmpty() || !parts.matches()) {
      return Stream.of(DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_DATE_TIME)
          .map(format -> date(said, format))
          .filter(Objects::nonNull)
          .findFirst()
          .map(date -> until(date, now))
          .orElse(null);
    }
    double seconds =
        number(parts.group(1)) * 3600
            + number(parts.group(2)) * 60
            + number(parts.group(3))
            + number(parts.group(4)) / 1000;
    return Duration.ofMillis((long) Math.ceil(seconds * 1000));
  }

  private static Duration until(Instant moment, Instant now) {
    return moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO;
  }

  private static @Nullable Instant date(String text, DateTimeFormatter format) {
    try {
      return ZonedDateTime.parse(text, format).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static double number(@Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble(digits);
  }
}
