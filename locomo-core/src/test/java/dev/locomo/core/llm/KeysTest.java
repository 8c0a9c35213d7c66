package dev.locomo.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  @TempDir private Path folder;

  private Keys read(Map<String, String> environment, String dotEnv) throws IOException {
    var file = folder.resolve(".env");
    Files.writeString(file, dotEnv);
    return Keys.read(environment, file);
  }

  private static List<String> secrets(Keys keys, Provider provider) {
    return keys.of(provider).stream().map(ApiKey::secret).toList();
  }

  @Test
  void theEnvironmentWinsUnlessItIsBlank() throws IOException {
    var environment = Map.of("OPENAI_API_KEY", "env", "MISTRAL_API_KEY", " ");
    var keys = read(environment, "OPENAI_API_KEY=file\nMISTRAL_API_KEY=file\n");
    assertThat(secrets(keys, Provider.named("openai"))).containsExactly("env");
    assertThat(secrets(keys, Provider.named("mistral"))).containsExactly("file");
  }

  @Test
  void severalKeysAreSeparatedByCommas() {
    var keys = Keys.read(Map.of("HF_TOKEN", " a, b ,,a"), folder.resolve("none"));
    assertThat(secrets(keys, Provider.named("huggingface"))).containsExactly("a", "b");
    assertThat(keys.of(Provider.named("openai"))).isEmpty();
    assertThat(keys.of(Provider.named("ollama"))).isEmpty();
  }

  @Test
  void aDotEnvFileMayHaveCommentsQuotesAndExports() throws IOException {
    var keys =
        read(
            Map.of(),
            """
            # keys

            export OPENAI_API_KEY="a#b"
              ANTHROPIC_API_KEY = 'c,d'  # mine
            GOOGLE_API_KEY=e#f # theirs
            MISTRAL_API_KEY=
            """);
    assertThat(secrets(keys, Provider.named("openai"))).containsExactly("a#b");
    assertThat(secrets(keys, Provider.named("anthropic"))).containsExactly("c", "d");
    assertThat(secrets(keys, Provider.named("google"))).containsExactly("e#f");
    assertThat(keys.of(Provider.named("mistral"))).isEmpty();
  }

  @Test
  void aLineThatIsNoneIsNamedButNotShown() {
    assertThatThrownBy(() -> read(Map.of(), "A=1\nsk-secret\n"))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("line 2")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void aKeyIsNeverPrinted() {
    var key = new ApiKey("sk-very-secret-1234");
    assertThat(key).hasToString("...1234");
    assertThat(new ApiKey("short")).hasToString("...");
    assertThat(Connection.to(List.of(key)).toString()).doesNotContain("secret");
    assertThatThrownBy(() -> new ApiKey("sk-\nsecret"))
        .isInstanceOf(UserError.class)
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8000",
        "ftp://x/v1",
        "http:///v1",
        "http://a b",
        "https://u:p@h/v1"
      })
  void aBaseUrlMustBeAnAddressWithoutPassword(String url) {
    assertThatThrownBy(() -> new Connection(url, List.of(), Duration.ofSeconds(1)))
        .isInstanceOf(UserError.class);
  }
}
