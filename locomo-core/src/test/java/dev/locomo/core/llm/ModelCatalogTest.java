package dev.locomo.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCatalogTest {
  @Test
  void anAliasOfTheOriginalKeepsItsLimitAndItsMistakes() {
    assertThat(ModelSpec.parse("gpt-4-32k"))
        .usingRecursiveComparison()
        .ignoringFields("family")
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
  void anUnknownModelIsAnsweredWithTheNearestOrHowModelsAreNamed() {
    for (String typed : new String[] {"gpt-9", "openai:", ":gpt-4"}) {
      assertThat(remedy(typed)).contains("gpt-4");
    }
    for (String typed : new String[] {"nobody:gpt-4", ""}) {
      assertThat(remedy(typed)).contains("provider:model", "locomo models list");
    }
  }

  private static String remedy(String typed) {
    var error = catchThrowableOfType(UserError.class, () -> ModelSpec.parse(typed));
    return String.valueOf(error.remedy());
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

  @ParameterizedTest
  @CsvSource({
    "openai:gpt-5-mini, GPT-5 mini",
    "openai:gpt-5.4-nano-2026-03-17, GPT-5.2 to 5.5",
    "openai:openai/gpt-6.2-sol, 'GPT-5.6, GPT-6'",
    "gpt-4o-mini, GPT-4o mini",
    "claude, Claude 4.5 and before",
    "anthropic:claude-opus-4-7, 'Claude Opus 4.7, 4.8'",
    "anthropic:claude-sonnet-5-5, 'Claude 5, Fable, Mythos'",
    "google:gemini-2.5-flash-lite-preview, Gemini 2.5 Flash-Lite and before",
    "google:gemini-2.5-flash, Gemini 2.5",
    "huggingface:Qwen/Qwen3-235B-A22B-Instruct-2507, 'Qwen 3 Instruct, Coder'",
    "ollama:qwen3:8b, 'Qwen 3, QwQ'",
    "llama3-chat-70b, 'Llama, Gemma, Mistral, DeepSeek V3, Qwen 2.5'",
    "openai:my-deployment, unknown"
  })
  void aModelIsOfAFamilyWhoeverServesIt(String typed, String family) {
    assertThat(ModelSpec.parse(typed).family().name()).isEqualTo(family);
  }

  @Test
  void familiesOfTheUserAreLookedAtFirst(@TempDir Path folder) throws IOException {
    var file = folder.resolve("models.json");
    Files.writeString(
        file,
        """
        {"families": [{"name": "ours", "models": ["gpt-5-house*"], "leaves_out": ["seed"]}]}
        """);
    var catalog = ModelCatalog.builtIn().with(file);
    assertThat(catalog.parse("openai:gpt-5-house-1").family().leavesOut())
        .containsExactly(ModelFamily.Parameter.SEED);
    assertThat(catalog.parse("openai:gpt-5").family().name()).isEqualTo("GPT-5");
  }

  @Test
  void theDocumentationHasARowForEveryFamily() throws IOException {
    String page = Files.readString(Path.of("../docs/providers.md"));
    for (ModelFamily family : ModelCatalog.builtIn().families()) {
      assertThat(page).contains("| " + family.name() + " | ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'models': {'a': {'provider': 'openai', 'model': 'm', 'context': -1}}} | /models/a | 1 or"
            + " more",
        "{'models': {'a': {'provider': 'openai', 'model': 'm', 'context': 'x'}}} |"
            + " /models/a/context | found \"x\"",
        "{'models': {'a': null}} | | a is null",
        "{'families': [{'name': 'a', 'models': ['b'], 'reserve': -1}]} | /families/0 | reserve",
        "{'families': [{'name': 'a'}]} | /families/0 | models is missing",
        "{'families': [{'name': 'a', 'models': ['b'], 'leaves_out': ['sead']}]} |"
            + " /families/0/leaves_out/0 | sead",
        "{'families': [{'name': 'a', 'models': ['b'], 'colour': 1}]} | /families/0/colour | unknown"
            + " field",
        "{'nothing': 1} | | models is missing",
        "{} | | models is missing",
        "[] | | found []",
        "null | | found nothing"
      })
  void whatIsWrongInAFileIsNamedWithItsPlace(
      String json, String place, String problem, @TempDir Path folder) throws IOException {
    var file = folder.resolve("models.json");
    Files.writeString(file, json.replace('\'', '"'));
    assertThatThrownBy(() -> ModelCatalog.builtIn().with(file))
        .isInstanceOfSatisfying(
            DataError.class,
            e -> {
              assertThat(e.place()).isEqualTo(place == null ? "" : place);
              assertThat(e.problem()).contains(problem);
            });
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
