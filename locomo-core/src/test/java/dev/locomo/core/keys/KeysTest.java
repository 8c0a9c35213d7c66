package dev.locomo.core.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Provider;
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
  void aNameMayBeSetAsInScriptsOfWindowsOrEndInAColon() throws IOException {
    var keys =
        read(
            Map.of(),
            """
            OPENAI_API_KEY: "a:b" # mine
            set GOOGLE_API_KEY=c
            ANTHROPIC_API_KEY=http://d: e
            """);
    assertThat(secrets(keys, Provider.named("openai"))).containsExactly("a:b");
    assertThat(secrets(keys, Provider.named("google"))).containsExactly("c");
    assertThat(keys.secret("ANTHROPIC_API_KEY")).contains("http://d: e");
  }

  @Test
  void linesOfOtherProgramsArePassedOver() throws IOException {
    var keys =
        read(
            Map.of(),
            "FOO\nspring.datasource.url=jdbc:x\n- a: list\n[section]\n=x\nA-B='c'\n"
                + "OPENAI_API_KEY=sk-1\nsome words = and more\n\"quoted\"=x\nFOO=\"never closed\n");
    assertThat(secrets(keys, Provider.named("openai"))).containsExactly("sk-1");
    assertThat(keys.secret("spring.datasource.url")).contains("jdbc:x");
  }

  @Test
  void aQuotedValueMayHaveSeveralLines() throws IOException {
    var keys =
        read(
            Map.of(),
            "PRIVATE_KEY=\"-----BEGIN-----\nOPENAI_API_KEY=inside\n-----END-----\" # pem\n"
                + "A_TOKEN='one\r\ntwo'\r\nOPENAI_API_KEY=sk-1\r\nB_TOKEN=`it's \"b\"`\r\n");
    assertThat(keys.secret("PRIVATE_KEY"))
        .contains("-----BEGIN-----\nOPENAI_API_KEY=inside\n-----END-----");
    assertThat(keys.secret("A_TOKEN")).contains("one\r\ntwo");
    assertThat(keys.secret("B_TOKEN")).contains("it's \"b\"");
    assertThat(secrets(keys, Provider.named("openai"))).containsExactly("sk-1");
  }

  @Test
  void aLongQuotedValueIsRead() throws IOException {
    String large = ("x".repeat(63) + "\\n").repeat(10_000);
    assertThat(read(Map.of(), "A_TOKEN=\"" + large + "\"\n").secret("A_TOKEN").orElseThrow())
        .hasSize(10_000 * 64 - 1);
  }

  @Test
  void escapesAndReferencesAreThoseOfDotEnv() throws IOException {
    var keys =
        read(
            Map.of("USER_ID", "env"),
            """
            A="a\\"b\\\\c\\td\\qe"
            B='it\\'s \\n'
            USER_ID=file
            C=${USER_ID}-${B}-${NONE:-none}-${NONE}
            D='${USER_ID}'
            E=a'b"c
            """);
    assertThat(keys.secret("A")).contains("a\"b\\c\td\\qe");
    assertThat(keys.secret("B")).contains("it's \\n");
    assertThat(keys.secret("C")).contains("env-it's \\n-none-");
    assertThat(keys.secret("D")).contains("${USER_ID}");
    assertThat(keys.secret("E")).contains("a'b\"c");
  }

  @Test
  void aByteOrderMarkSaysHowTheFileIsWritten() throws IOException {
    var file = folder.resolve(".env");
    for (var charset : List.of(UTF_8, UTF_16BE, UTF_16LE)) {
      Files.write(file, "\uFEFFOPENAI_API_KEY=sk-1\r\n".getBytes(charset));
      assertThat(secrets(Keys.read(Map.of(), file), Provider.named("openai")))
          .containsExactly("sk-1");
    }
    Files.write(file, "# caf\u00e9\nOPENAI_API_KEY=sk-1".getBytes(ISO_8859_1));
    assertThat(secrets(Keys.read(Map.of(), file), Provider.named("openai")))
        .containsExactly("sk-1");
  }

  @Test
  void aFolderOfThatNameIsPassedOverAndADeviceIsNotOpened() {
    assertThat(Keys.read(Map.of(), folder).secret("A")).isEmpty();
    assertThatThrownBy(() -> Keys.read(Map.of(), Path.of("/dev/zero")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer sk-1", "\u201csk-1\u201d", "\"sk-1", "sk-\u0430"})
  void aKeyThatCannotBeOneNamesItsVariable(String value) {
    assertThatThrownBy(() ->
            Keys.read(Map.of("HF_TOKEN", value), folder.resolve("none"))
                .of(Provider.named("huggingface")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("HF_TOKEN")
        .message()
        .doesNotContain("sk-");
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
        "https://u:p@h/v1",
        "https://h/v1#part"
      })
  void aBaseUrlMustBeAnAddressWithoutPassword(String url) {
    assertThatThrownBy(() -> new Connection(url, List.of(), Duration.ofSeconds(1)))
        .isInstanceOf(UserError.class);
  }
}
