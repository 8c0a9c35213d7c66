package dev.locomo.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from the files that Docker and Kubernetes hand out secrets in. */
class KeyFilesTest {
  private static final String SECRET = "sk-from-a-file-123456";

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("secret"), content);
  }

  private Keys keys(Map<String, String> environment) {
    return Keys.read(environment, folder.resolve("none"));
  }

  private static List<String> secrets(Keys keys, Provider provider) {
    return keys.of(provider).stream().map(ApiKey::secret).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic", "google", "mistral", "huggingface"})
  void everyProvidersKeyMayBeInAFile(String id) throws IOException {
    var provider = Provider.named(id);
    String variable = provider.keyVariable() + "_FILE";
    var keys = keys(Map.of(variable, file(SECRET + "\n").toString()));
    assertThat(secrets(keys, provider)).containsExactly(SECRET);
  }

  @Test
  void aFileMayHoldAKeyALine() throws IOException {
    var keys = keys(Map.of("OPENAI_API_KEY_FILE", file("a-1\r\n\nb-2,c-3\na-1\n").toString()));
    assertThat(secrets(keys, Provider.named("openai"))).containsExactly("a-1", "b-2", "c-3");
  }

  @Test
  void aPasswordIsOneTextWhateverIsInIt() throws IOException {
    var keys = keys(Map.of("LOCOMO_STORE_PASSWORD_FILE", file("a, b\n").toString()));
    assertThat(keys.secret("LOCOMO_STORE_PASSWORD")).contains("a, b");
    assertThat(keys.secret("LOCOMO_OTHER_PASSWORD")).isEmpty();
  }

  @Test
  void theEnvironmentsFileWinsOverDotEnv() throws IOException {
    Path dotEnv = Files.writeString(folder.resolve(".env"), "OPENAI_API_KEY=theirs\n");
    var environment = Map.of("OPENAI_API_KEY_FILE", file(SECRET).toString());
    assertThat(secrets(Keys.read(environment, dotEnv), Provider.named("openai")))
        .containsExactly(SECRET);
  }

  @Test
  void bothAreOneTooMany() throws IOException {
    var both =
        Map.of("OPENAI_API_KEY", "sk-other-12345678", "OPENAI_API_KEY_FILE", file(SECRET) + "");
    assertThatThrownBy(() -> keys(both).of(Provider.named("openai")))
        .isInstanceOf(UserError.class)
        .hasMessage("OPENAI_API_KEY and OPENAI_API_KEY_FILE are both set");
  }

  @Test
  void aFileThatIsNoUseIsNamedAndNotQuoted() throws IOException {
    var cases = new HashMap<Path, String>();
    cases.put(folder.resolve("missing"), "not there");
    cases.put(folder, "a folder");
    cases.put(Files.writeString(folder.resolve("empty"), " \n\n"), "empty");
    cases.put(
        Files.write(folder.resolve("binary"), "sk-\u00ff".getBytes(StandardCharsets.ISO_8859_1)),
        "not a text");
    cases.put(Files.writeString(folder.resolve("large"), "k".repeat(100_000)), "too large");
    cases.put(Path.of("/dev/zero"), "a device");
    cases.forEach((path, why) ->
        assertThatThrownBy(() ->
                keys(Map.of("HF_TOKEN_FILE", path.toString())).of(Provider.named("huggingface")))
            .isInstanceOf(UserError.class)
            .hasMessageContaining("HF_TOKEN_FILE")
            .hasMessageContaining(path.toString())
            .hasMessageContaining(why));
  }

  @Test
  void aPipeIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    assertThatThrownBy(
            () -> keys(Map.of("HF_TOKEN_FILE", pipe.toString())).of(Provider.named("huggingface")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("pipe");
  }

  @Test
  void anotherProvidersFileIsNotLookedAt() {
    var keys = keys(Map.of("HF_TOKEN_FILE", "/nowhere", "OPENAI_API_KEY", SECRET));
    assertThat(secrets(keys, Provider.named("openai"))).containsExactly(SECRET);
  }

  @Test
  void whatMasksKeysKnowsThemAll() throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("OPENAI_API_KEY", "first-key-1,second-key-2");
    environment.put("MISTRAL_API_KEY_FILE", file("in-a-file-3\n").toString());
    environment.put("GOOGLE_API_KEY_FILE", "/nowhere");
    environment.put("LOCOMO_STORE_PASSWORD", "short");
    environment.put("PATH", "/usr/bin:/bin:/sbin");
    assertThat(Keys.secrets(environment, folder.resolve("none")))
        .containsExactlyInAnyOrder("first-key-1", "second-key-2", "in-a-file-3");
  }
}
