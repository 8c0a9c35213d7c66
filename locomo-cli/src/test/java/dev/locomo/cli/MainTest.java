package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, settings, usage, and the shape of every failure. */
class MainTest {
  @TempDir private Path folder;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void home() {
    cli = Cli.at(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "eval-qa --help", "score --help", "data --help", "--version"})
  void helpGoesToStdoutAndFitsATerminal(String args) {
    var result = cli.run(args.split(" "));
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
  }

  @Test
  void withoutAVerbNothingIsDone() {
    var result = cli.run();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: missing a verb\n");
  }

  @Test
  void aMisspeltOptionIsNamedWithWhatWasMeant() {
    var result = cli.run("score", "--predictoins", "x", "--predictions", "y");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("error: unknown option '--predictoins'")
        .contains("--predictions")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "judge --limit 3 --limit 4",
        "judge calibrate --judge a --judge b --timeout 3 --timeout=4",
        "eval-retrieval --limit 3 --data-file x --limit=4",
        "eval-qa --limit 3 --run x --limit 4",
        "merge --json --json --out x y",
      })
  void anOptionGivenTwiceIsRefused(String args) {
    var result = cli.run(args.split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: ").containsAnyOf("given twice", "only once");
  }

  @Test
  void anOptionOfSeveralValuesMayBeRepeatedAndHelpIsAlwaysGiven() {
    var result =
        cli.run(
            "judge",
            "--judge",
            "openai:a",
            "--samples",
            "x",
            "--judge",
            "openai:b",
            "--samples",
            "y");
    assertThat(result.err()).doesNotContain("twice");
    assertThat(cli.run("judge", "--limit", "3", "--limit", "4", "--help").code()).isZero();
  }

  @Test
  void whatATerminalCouldObeyIsMadeVisible() {
    assertThat(
            cli.run("score", "--data-file", Cli.DEMO, "--predictions", "\u001b[31mx\u202e").err())
        .contains("\\u001b[31mx\\u202e")
        .doesNotContain("\u001b", "\u202e");
    assertThat(cli.run("eval-qa", "--protocol", "\u001b[31m").err()).doesNotContain("\u001b");
    assertThat(cli.run("eval-qa", "--mo\u001bdle").err()).doesNotContain("\u001b");
  }

  @Test
  void theStackTraceIsShownForDebugAlone() {
    String missing = folder.resolve("none").toString();
    assertThat(cli.run("score", "--predictions", "x", "--data-file", missing).err())
        .hasLineCount(1);
    assertThat(cli.run("score", "--debug", "--predictions", "x", "--data-file", missing).err())
        .contains("\tat ");
  }

  @Test
  void aSettingComesFromTheFirstPlaceThatHasIt() throws IOException {
    Path config = Files.writeString(folder.resolve("my.properties"), "top-k=7\nseed = 3\n");
    cli.with("LOCOMO_TOP_K", "9");
    var shown = cli.run("config", "show", "--config", config.toString()).out();
    assertThat(setting(shown, "top-k")).isEqualTo("= 9  (environment LOCOMO_TOP_K)");
    assertThat(setting(shown, "seed")).isEqualTo("= 3  (" + config + " seed)");
    assertThat(setting(shown, "batch-size")).isEqualTo("= 1  (default)");
    cli.with("LOCOMO_CONFIG", config.toString());
    assertThat(setting(cli.run("config", "show").out(), "seed"))
        .isEqualTo("= 3  (" + config + " seed)");
  }

  private static String setting(String shown, String name) {
    return shown
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .map(line -> line.substring(name.length()).strip())
        .orElse("none");
  }

  @Test
  void anUnknownNameInASettingsFileIsRefusedWithTheNearestKnownOne() throws IOException {
    Path config = Files.writeString(folder.resolve("my.properties"), "topk=7\n");
    var result = cli.run("config", "show", "--config", config.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("'topk'", "try: top-k");
  }

  @Test
  void settingsAreShownVerbByVerbWithTheDefaultsOfEach() {
    String shown = cli.run("config", "show").out();
    assertThat(shown).contains("eval-qa:\n", "\njudge calibrate:\n");
    String retrieval = shown.substring(shown.indexOf("eval-retrieval:"));
    assertThat(setting(retrieval, "top-k")).isEqualTo("= 5,10,25,50  (default)");
    assertThat(setting(shown, "top-k")).isEqualTo("= 5  (default)");
  }

  @Test
  void aFlagIsStrongerThanEverySetting() {
    cli.with("LOCOMO_LIMIT", "0");
    String run = folder.resolve("run").toString();
    assertThat(cli.run("eval-qa", "--data-file", Cli.DEMO, "--run", run).err())
        .isEqualTo("error: --limit is 0, must be at least 1\n");
    assertThat(cli.run("eval-qa", "--data-file", Cli.DEMO, "--run", run, "--limit", "2").code())
        .isZero();
  }

  @Test
  void aWrongSettingSaysWhereItStands() throws IOException {
    Path config = Files.writeString(folder.resolve("my.properties"), "batch-size=many\n");
    var result = cli.run("eval-qa", "--config=" + config);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--batch-size").contains("(from " + config + " batch-size)");
  }

  @Test
  void aMissingSettingsFileIsExitTwo() {
    var result = cli.run("config", "show", "--config", folder.resolve("none").toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: no such settings file: ");
  }

  @Test
  void aKeyIsNeverShown() {
    cli.with("OPENAI_API_KEY", "sk-very-secret");
    assertThat(cli.run("config", "show").out()).doesNotContain("sk-very-secret");
  }

  @Test
  void completionIsGenerated() {
    assertThat(cli.run("generate-completion").out()).contains("eval-qa").startsWith("#!");
  }
}
