package dev.locomo.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {
  private final Prices prices = Prices.builtIn();

  @Test
  void aDatedModelCostsWhatItsFamilyCostsUnlessItHasItsOwnPrice() {
    assertThat(prices.of(Provider.named("openai"), "gpt-4o-2024-08-06").orElseThrow().input())
        .isEqualTo(2.5);
    assertThat(prices.of(Provider.named("openai"), "gpt-4o-2024-05-13").orElseThrow().input())
        .isEqualTo(5);
    assertThat(prices.of(Provider.named("anthropic"), "claude-3-haiku-20240307")).isPresent();
  }

  @Test
  void everyCommercialAliasHasAPrice() {
    ModelCatalog.builtIn()
        .aliases()
        .forEach((alias, entry) -> {
          if (entry.provider() != Provider.named("huggingface")) {
            assertThat(prices.of(entry.provider(), entry.model())).as(alias).isPresent();
          }
        });
  }

  @Test
  void anUnknownModelHasNone() {
    assertThat(prices.of(ModelSpec.parse("openai:gpt-9"))).isEmpty();
    assertThat(prices.of(ModelSpec.parse("ollama:any")).orElseThrow().cost(tokens(1000, 1000)))
        .isZero();
  }

  @Test
  void costIsPerMillionTokens() {
    assertThat(new Prices.Price(2, 8).cost(tokens(500_000, 250_000))).isEqualTo(3);
  }

  private static Tokens tokens(long input, long output) {
    return new Tokens(input, output, Tokens.Prefix.NONE);
  }

  @Test
  void cachedTokensAndThoseThatAreCachedHaveTheirOwnRatesOrElseThoseOfOthers() {
    var prefix = new Tokens.Prefix(800_000, 100_000);
    var tokens = new Tokens(1_000_000, 100_000, prefix);
    assertThat(new Prices.Price(3, 0.3, 3.75, 15).cost(tokens))
        .isCloseTo(0.24 + 0.375 + 0.3 + 1.5, within(1e-12));
    assertThat(new Prices.Price(3, 0.3, null, 15).cost(tokens))
        .isCloseTo(0.24 + 0.6 + 1.5, within(1e-12));
    assertThat(new Prices.Price(3, 15).cost(tokens)).isCloseTo(4.5, within(1e-12));
    assertThat(new Prices.Price(3, 0.3, 3.75, 15).most(1_000_000, 0)).isEqualTo(3.75);
    assertThat(new Prices.Price(3, 0.3, null, 15).most(1_000_000, 0)).isEqualTo(3);
  }

  @Test
  void anthropicReadsForATenthAndWritesForAQuarterMore() {
    var price = prices.of(Provider.named("anthropic"), "claude-sonnet-4-5").orElseThrow();
    assertThat(price).isEqualTo(new Prices.Price(3, 0.3, 3.75, 15));
  }

  @Test
  void pricesOfTheUserWin(@TempDir Path folder) throws IOException {
    var file = folder.resolve("prices.json");
    Files.writeString(
        file,
        """
        {"date": "2027-01-01", "source": "mine",
         "usd_per_million_tokens": {"openai": {"gpt-4o": {"input": 1, "output": 2}}}}
        """);
    var mine = prices.with(file);
    assertThat(mine.date()).isEqualTo("2027-01-01");
    assertThat(mine.of(Provider.named("openai"), "gpt-4o").orElseThrow().input()).isEqualTo(1);
    assertThat(mine.of(Provider.named("openai"), "gpt-4").orElseThrow().input()).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | /usd_per_million_tokens/openai/x",
        "NaN | /usd_per_million_tokens/openai/x",
        "1e999 | /usd_per_million_tokens/openai/x",
        "null | /usd_per_million_tokens/openai/x/input",
        "\"dear\" | /usd_per_million_tokens/openai/x/input"
      })
  void aPriceThatIsNoneIsRefusedWithItsPlace(String price, String place, @TempDir Path folder)
      throws IOException {
    var file = folder.resolve("prices.json");
    Files.writeString(
        file,
        """
        {"date": "d", "source": "s",
         "usd_per_million_tokens": {"openai": {"x": {"input": %s, "output": 2}}}}
        """
            .formatted(price));
    assertThatThrownBy(() -> prices.with(file))
        .isInstanceOfSatisfying(DataError.class, e -> assertThat(e.place()).isEqualTo(place));
  }

  @Test
  void pricesWithoutADateAreRefused(@TempDir Path folder) throws IOException {
    var file = folder.resolve("prices.json");
    Files.writeString(file, "{\"source\": \"s\", \"usd_per_million_tokens\": {}}");
    assertThatThrownBy(() -> prices.with(file)).hasMessageContaining("date is missing");
    Files.writeString(file, "{\"models\": {\"a\": {\"provider\": \"openai\", \"model\": \"m\"}}}");
    assertThatThrownBy(() -> prices.with(file)).hasMessageContaining("usd_per_million_tokens");
  }
}
