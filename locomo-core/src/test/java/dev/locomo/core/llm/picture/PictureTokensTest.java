package dev.locomo.core.llm.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.ModelSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of pictures, by the examples that the providers publish. */
class PictureTokensTest {
  @ParameterizedTest
  @CsvSource({
    "openai:gpt-4o, 1024, 1024, 765",
    "openai:gpt-4o, 2048, 4096, 1105",
    "openai:gpt-4o, 512, 300, 255",
    "openai:gpt-4.1, 1024, 1024, 765",
    "openai:gpt-4o-mini, 512, 512, 8500",
    "openai:gpt-5, 1024, 1024, 630",
    "openai:gpt-4.1-mini, 1024, 1024, 1659",
    "openai:o4-mini, 4096, 4096, 2642",
    "openai:o3, 1024, 1024, 675",
    "anthropic:claude-sonnet-4-5, 1092, 1092, 1590",
    "anthropic:claude-sonnet-4-5, 3000, 2000, 1600",
    "google:gemini-2.5-flash, 384, 384, 258",
    "google:gemini-2.5-flash, 1000, 700, 516",
    "google:gemini-3-pro, 300, 300, 1120",
    "openai:somebody-else, 750, 100, 100",
    "openai:gpt-3.5-turbo, 512, 512, 0",
  })
  void aPictureCostsWhatTheProvidersRuleSays(String model, int width, int height, int tokens) {
    var picture = new ShownPicture("p", "", width, height, "image/jpeg", "");
    assertThat(ModelSpec.parse(model).family().pictures().of(picture)).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource({"openai:gpt-3.5-turbo, false", "openai:o3-mini, false", "openai:gpt-4o, true"})
  void theTableSaysWhichModelsLookAtPictures(String model, boolean taken) {
    assertThat(ModelSpec.parse(model).family().pictures().taken()).isEqualTo(taken);
  }
}
