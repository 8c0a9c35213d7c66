package dev.locomo.core.llm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySpellingsTest {
  private static final String SECRET = "sk-Made+up/Key_0123456789.xyz";
  private static final ApiKey KEY = new ApiKey(SECRET);

  @Test
  void everySpellingOfAKeyIsHidden() {
    assertHidden(SECRET);
    assertHidden(SECRET.toUpperCase(Locale.ROOT));
    assertHidden(each("%%%02X"));
    assertHidden(each("%%25%02x"));
    assertHidden(each("\\u%04x"));
    assertHidden(SECRET.replace("-", "%2D").replace("/", "%2f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xy", "Bearer ", "user:", "{\"key\":\""})
  void aKeyInsideBase64IsHidden(String before) {
    for (String after : new String[] {"", "\n", "\"}"}) {
      byte[] bytes = (before + SECRET + after).getBytes(US_ASCII);
      assertHidden(Base64.getEncoder().encodeToString(bytes));
      assertHidden(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
  }

  private static void assertHidden(String spelling) {
    String hidden = KEY.hiddenIn("before " + spelling + " after");
    assertThat(hidden).contains(KEY.toString()).startsWith("before ").endsWith(" after");
    // At most what shares its characters with a neighbour is left of it.
    assertThat(hidden.length()).isLessThan("before  after".length() + KEY.toString().length() + 14);
  }

  private static String each(String form) {
    return SECRET.chars().mapToObj(form::formatted).collect(Collectors.joining());
  }

  @Test
  void otherTextAndShortKeysStay() {
    String text = "sk-Made+up/Key_0123456789.xy is one letter short";
    assertThat(KEY.hiddenIn(text)).isEqualTo(text);
    assertThat(new ApiKey("ollama").hiddenIn("I asked ollama")).isEqualTo("I asked ollama");
  }

  @Test
  void aReplyHoldsNoHalfSurrogatePair() {
    var reply =
        new Reply(
            "a \uD83D b \uD83D\uDE00 \uDE00",
            Reply.Finish.STOP,
            null,
            null,
            "m\uDC00",
            null,
            Duration.ZERO,
            false);
    assertThat(reply.text()).isEqualTo("a \uFFFD b \uD83D\uDE00 \uFFFD");
    assertThat(reply.providerModel()).isEqualTo("m\uFFFD");
  }
}
