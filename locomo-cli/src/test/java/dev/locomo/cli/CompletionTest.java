package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells complete; a shell that is not here is not asked. */
class CompletionTest {
  @TempDir private Path folder;

  private Path script(String shell) throws IOException {
    var result = Cli.at(folder).run("generate-completion", shell);
    assertThat(result.code()).isZero();
    return Files.writeString(folder.resolve("locomo." + shell), result.out());
  }

  private static String output(String... command) throws IOException, InterruptedException {
    var found = new ProcessBuilder("sh", "-c", "command -v " + command[0]).start();
    assumeThat(found.waitFor()).as(command[0] + " is here").isZero();
    var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theScriptIsOneOfItsShell(String shell) throws Exception {
    assertThat(output(shell, "-n", script(shell).toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "locomo check, check-claims",
    "locomo judge cal, calibrate",
    "locomo score --metr, --metrics",
    "'locomo eval-qa --rag-mode obs', observation",
    "'locomo eval-qa --model gpt-3.5-turbo-1', gpt-3.5-turbo-16k"
  })
  void fishOffersVerbsOptionsAndValues(String typed, String offered) throws Exception {
    String asked = "source %s; complete -C '%s'".formatted(script("fish"), typed);
    assertThat(output("fish", "--no-config", "-c", asked)).contains(offered);
  }

  @Test
  void bashOffersTheValuesOfAnOption() throws Exception {
    String asked =
        """
        source %s
        COMP_WORDS=(locomo eval-qa --rag-mode obs); COMP_CWORD=3; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
        _complete_locomo; echo "${COMPREPLY[@]}"
        """
            .formatted(script("bash"));
    assertThat(output("bash", "-c", asked)).contains("observation");
  }
}
