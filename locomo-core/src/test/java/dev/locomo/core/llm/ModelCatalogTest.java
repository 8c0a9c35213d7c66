package dev.locomo.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
  @Test
  void anAliasOfTheOriginalKeepsItsLimitAndItsMistakes() {
    assertThat(ModelSpec.parse("gpt-4-32k"))
        .isEqualTo(
            new ModelSpec(Provider.named("openai"), "gpt-4-32k", "gpt-4-32k", 320000, 32768));
    assertThat(ModelSpec.parse("gpt-3.5-turbo-16k").id()).isEqualTo("openai:gpt-3.5-turbo");
    assertThat(ModelSpec.parse("mistral-instruct-7b-12k").referenceContext()).isNull();
  }

  @Test
  void aModelNamedByItsProviderHasTheLargestWindowOfItsAliases() {
    var spec = ModelSpec.parse("openai:gpt-3.5-turbo");
    assertThat(spec.context()).isEqualTo(16385);
    assertThat(spec.referenceContext()).isEqualTo(4096);
    assertThat(ModelSpec.parse("openai:gpt-4o-mini").context()).isEqualTo(128000);
  }

  @Test
  void onlyTheFirstColonSeparates() {
    var spec = ModelSpec.parse("ollama:llama3:8b");
    assertThat(spec.model()).isEqualTo("llama3:8b");
    assertThat(spec.context()).isNull();
  }

  @Test
  void theBuiltInReaderNeedsNoColon() {
    assertThat(ModelSpec.parse("extractive").provider()).isEqualTo(Provider.EXTRACTIVE);
  }

  @Test
  void anUnknownModelIsAnsweredWithWhatIsKnown() {
    for (String typed : new String[] {"gpt-9", "nobody:gpt-4", "openai:", "", ":gpt-4"}) {
      assertThatThrownBy(() -> ModelSpec.parse(typed))
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.remedy()).contains("openai:...", "gpt-4-turbo"));
    }
  }

  @Test
  void entriesOfTheUserWin(@TempDir Path folder) throws IOException {
    var file = folder.resolve("models.json");
    Files.writeString(
        file,
        """
        {"models": {"mine": {"provider": "ollama", "model": "m", "context": 10},
                    "gpt-4": {"provider": "openai", "model": "gpt-4-0613"}}}
        """);
    var catalog = ModelCatalog.builtIn().with(file);
    assertThat(catalog.parse("mine").context()).isEqualTo(10);
    assertThat(catalog.parse("gpt-4").model()).isEqualTo("gpt-4-0613");
    assertThat(catalog.parse("gpt-4-turbo").model()).isEqualTo("gpt-4-turbo");
  }

  @Test
  void aMistypedFieldIsNamed(@TempDir Path folder) throws IOException {
    var file = folder.resolve("models.json");
    Files.writeString(file, "{\"models\": {\"a\": {\"provider\": \"nope\", \"model\": \"m\"}}}");
    assertThatThrownBy(() -> ModelCatalog.builtIn().with(file))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("nope");
    Files.writeString(file, "{\"models\": {\"a\": {\"provider\": \"openai\"}}}");
    assertThatThrownBy(() -> ModelCatalog.builtIn().with(file))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("model is missing");
  }
}
