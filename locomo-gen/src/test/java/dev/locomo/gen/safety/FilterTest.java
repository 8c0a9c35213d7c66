package dev.locomo.gen.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private final Filter filter = new Filter(List.of("frobnicate", "two words"), Moderation.NONE);

  @ParameterizedTest
  @CsvSource({
    "Write to ada.b+c@mail.example.org soon, e-mail address",
    "Call +44 20 7946 0958 tonight, phone number",
    "Call (212) 555-0142 tonight, phone number",
    "Ruf +49 30 901820 an, phone number",
    "My number is 212-736-5000 now, phone number",
    "My card is 4111 1111 1111 1111 ok, card number",
    "It is DE89 3704 0044 0532 0130 00 there, bank account",
    "Number 078-05-1120 was mine, social security number",
    "The box at 192.168.17.4 hums, IP address",
    "Please FROBNICATE it, block list",
    "These are two words, block list",
  })
  void whatMayNotBeWrittenIsFound(String text, String kind) throws InterruptedException {
    assertThat(filter.find(text)).map(Filter.Found::kind).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On 2023-05-08 2023-06-01 we met at 10:30.",
        "It cost 1,250,000 in 1998, 1999 and 2000.",
        "Order 1234 5678 9012 3456 came.",
        "frobnicates are another thing; D3:12 and E4 too",
      })
  void ordinaryTextPasses(String text) throws InterruptedException {
    assertThat(filter.find(text)).isEmpty();
  }

  @Test
  void maskingTakesOutThePersonalDataAlone() {
    assertThat(filter.masked("Call +44 20 7946 0958 or 212-736-5000, not 1998."))
        .isEqualTo("Call (removed) or (removed), not 1998.");
    assertThat(filter.masked("Ask kim@example.org for $1 \\ more"))
        .isEqualTo("Ask (removed) for $1 \\ more");
  }
}
