package dev.locomo.core.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static @Nullable Duration wait(String body, String... headers) {
    var map = new TreeMap<String, List<String>>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], List.of(headers[i + 1]));
    }
    return RetryAfter.of(HttpHeaders.of(map, (k, v) -> true), Complaint.parse(body), NOW);
  }

  @Test
  void secondsAndMilliseconds() {
    assertThat(wait("", "Retry-After", "30")).isEqualTo(Duration.ofSeconds(30));
    assertThat(wait("", "Retry-After", " 1.5 ")).isEqualTo(Duration.ofMillis(1500));
    assertThat(wait("", "Retry-After", "30", "retry-after-ms", "250"))
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void aDateIsCountedFromNowAndNeverBelowZero() {
    assertThat(wait("", "Retry-After", "Thu, 01 Jan 2026 00:01:00 GMT"))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(wait("", "Retry-After", "2026-01-01T00:00:05+00:00"))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(wait("", "Retry-After", "Wed, 31 Dec 2025 00:00:00 GMT")).isEqualTo(Duration.ZERO);
  }

  /** {@code NOW} is 1767225600 seconds after 1970 began. */
  @ParameterizedTest
  @CsvSource({
    "1767225630, 30000",
    "1767225630.25, 30250",
    "1767225630500, 30500",
    "1767225000, 0",
    "1000000000, 0",
    "999999999, 999999999000"
  })
  void aNumberOfThatSizeIsAMoment(String value, long millis) {
    assertThat(wait("", "Retry-After", value)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aWindowIsResetAtAMomentToo() {
    assertThat(wait("", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1767225607000"))
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void geminiSaysItInTheBody() {
    assertThat(wait("{\"error\":{\"details\":[{\"@type\":\"x\"},{\"retryDelay\":\"17s\"}]}}"))
        .isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void anExhaustedWindowIsWaitedForAndAnotherIsNot() {
    assertThat(
            wait(
                "",
                "x-ratelimit-remaining-requests",
                "5",
                "x-ratelimit-reset-requests",
                "9s",
                "x-ratelimit-remaining-tokens",
                "0",
                "x-ratelimit-reset-tokens",
                "1m2.5s"))
        .isEqualTo(Duration.ofMillis(62500));
    assertThat(
            wait(
                "",
                "anthropic-ratelimit-input-tokens-remaining",
                "0",
                "anthropic-ratelimit-input-tokens-reset",
                "2026-01-01T00:00:20Z"))
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void whatIsNotUnderstoodIsNothing() {
    assertThat(wait("")).isNull();
    assertThat(wait("[]", "Retry-After", "soon")).isNull();
    assertThat(wait("{}", "Retry-After", "")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 seconds|30000",
        "30 sec|30000",
        "PT1M30S|90000",
        "Thu, 01 Jan 2026 00:01:00 UTC|60000",
      })
  void otherSpellings(String value, long millis) {
    assertThat(wait("", "Retry-After", value)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RateLimit-remaining",
        "x-ratelimit-remaining-tokens-minute",
        "X-Rate-Limit-Remaining",
        "anthropic-priority-input-ratelimit-tokens-remaining"
      })
  void anExhaustedWindowOfAnyNameIsWaitedFor(String name) {
    String reset = name.replace("emaining", "eset");
    assertThat(wait("", name, "0", reset, "11.5")).isEqualTo(Duration.ofMillis(11_500));
    assertThat(wait("", name, "3", reset, "11.5")).isNull();
  }

  @Test
  void goDurations() {
    assertThat(wait("{\"retryDelay\":\"120ms\"}")).isEqualTo(Duration.ofMillis(120));
    assertThat(wait("{\"retryDelay\":\"6m0s\"}")).isEqualTo(Duration.ofMinutes(6));
    assertThat(wait("{\"retryDelay\":\"1h2m3s\"}")).isEqualTo(Duration.ofSeconds(3723));
  }
}
