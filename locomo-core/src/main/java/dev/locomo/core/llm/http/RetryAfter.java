package dev.locomo.core.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider wants us to wait. The first that is there of: {@code Retry-After} (seconds or
 * a date) and its form in milliseconds; Gemini's {@code retryDelay} in the body; the time at which
 * an exhausted window of {@code x-ratelimit-*} or {@code anthropic-ratelimit-*} is reset.
 */
final class RetryAfter {
  private static final List<String> OPENAI_WINDOWS = List.of("requests", "tokens");
  private static final List<String> ANTHROPIC_WINDOWS =
      List.of("requests", "tokens", "input-tokens", "output-tokens");

  /** Seconds, or a duration as Go and Google write it: 1.5, 17s, 6m0s, 120ms, 1h2m3s. */
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)s?)?|(\\d+(?:\\.\\d+)?)ms");

  private RetryAfter() {}

  /** The wait, at least zero; null when the provider says nothing that we understand. */
  static @Nullable Duration of(HttpHeaders headers, JsonNode body, Instant now) {
    Function<String, @Nullable String> header = name -> headers.firstValue(name).orElse(null);
    return Stream.<Supplier<@Nullable Duration>>of(
            () -> milliseconds(header.apply("retry-after-ms")),
            () -> secondsOrDate(header.apply("retry-after"), now),
            () -> duration(retryDelay(body)),
            () -> openAiReset(header),
            () -> anthropicReset(header, now))
        .map(Supplier::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Duration milliseconds(@Nullable String text) {
    return text == null ? null : duration(text.strip() + "ms");
  }

  private static @Nullable Duration secondsOrDate(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    Duration seconds = duration(text);
    return seconds != null ? seconds : until(text, DateTimeFormatter.RFC_1123_DATE_TIME, now);
  }

  private static @Nullable String retryDelay(JsonNode body) {
    return body.findPath("retryDelay").textValue();
  }

  private static @Nullable Duration openAiReset(Function<String, @Nullable String> header) {
    return longest(
        OPENAI_WINDOWS.stream()
            .filter(window -> "0".equals(header.apply("x-ratelimit-remaining-" + window)))
            .map(window -> duration(header.apply("x-ratelimit-reset-" + window))));
  }

  private static @Nullable Duration anthropicReset(
      Function<String, @Nullable String> header, Instant now) {
    return longest(
        ANTHROPIC_WINDOWS.stream()
            .map(window -> "anthropic-ratelimit-" + window)
            .filter(prefix -> "0".equals(header.apply(prefix + "-remaining")))
            .map(prefix -> header.apply(prefix + "-reset"))
            .map(date -> until(date, DateTimeFormatter.ISO_DATE_TIME, now)));
  }

  private static @Nullable Duration longest(Stream<@Nullable Duration> waits) {
    return waits.filter(Objects::nonNull).max(Duration::compareTo).orElse(null);
  }

  private static @Nullable Duration until(
      @Nullable String date, DateTimeFormatter format, Instant now) {
    if (date == null) {
      return null;
    }
    try {
      var wait = Duration.between(now, ZonedDateTime.parse(date.strip(), format).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable Duration duration(@Nullable String text) {
    var parts = DURATION.matcher(text == null ? "" : text.strip());
    if (text == null || text.isBlank() || !parts.matches()) {
      return null;
    }
    double seconds =
        number(parts.group(1)) * 3600
            + number(parts.group(2)) * 60
            + number(parts.group(3))
            + number(parts.group(4)) / 1000;
    return Duration.ofMillis((long) Math.ceil(seconds * 1000));
  }

  private static double number(@Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble(digits);
  }
}
