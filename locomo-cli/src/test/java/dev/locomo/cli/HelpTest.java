package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.VerbPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The help of every verb: short, whole, and with examples that can be typed. */
class HelpTest {
  private static final int LINES = 40;
  private static final int COLUMNS = 80;

  @TempDir private Path folder;

  static Stream<VerbPage> verbs() {
    return Verbs.all().pages().stream().filter(page -> !page.path().isEmpty());
  }

  private String help(String command) {
    var result = Cli.at(folder).run(command.strip().split(" "));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void theHelpOfAVerbIsSeenAtOnce(VerbPage page) {
    String help = help(page.path() + " --help");
    assertThat(help.lines()).hasSizeLessThanOrEqualTo(LINES);
    assertThat(help.lines()).allMatch(line -> line.length() <= COLUMNS);
    assertThat(help.lines().filter(line -> line.startsWith("Usage: "))).hasSize(1);
    assertThat(page.description()).isNotEmpty();
    assertThat(help).contains("\nExamples:\n", page.description().getFirst().split(" ", -1)[0]);
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void allOfItsOptionsAreShownWhereAllAreAskedFor(VerbPage page) {
    String all = help(page.path() + " --help-all");
    assertThat(all.lines()).allMatch(line -> line.length() <= COLUMNS);
    page.settings()
        .forEach(setting ->
            assertThat(all.lines().map(String::strip))
                .as(setting.option())
                .anyMatch(line -> (line + " ").startsWith(setting.option() + " ")));
    assertThat(page.settings().map(Setting::words)).doesNotContain("");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void itsExamplesAreCommandsOfThisProgram(VerbPage page) {
    assertThat(page.examples()).isNotEmpty();
    for (VerbPage.Example example : page.examples()) {
      var words = words(example.command());
      assertThat(words.getFirst()).isEqualTo("locomo");
      var typed = words.subList(1, words.size());
      assertThatCode(() -> Verbs.commandLine(typed).parseArgs(typed.toArray(String[]::new)))
          .as(example.command())
          .doesNotThrowAnyException();
    }
  }

  /** The words of a command, without the shell's redirections. */
  private static List<String> words(String command) {
    var words = new ArrayList<String>();
    String plain = command.replaceAll("source <\\((.*)\\)", "$1").replaceAll(" > .*", "");
    var found = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(plain);
    while (found.find()) {
      words.add(found.group(1) == null ? found.group(2) : found.group(1));
    }
    return words;
  }

  @ParameterizedTest
  @ValueSource(strings = {"help score", "score -h", "help score --debug"})
  void helpIsAskedForInSeveralWays(String command) {
    assertThat(help(command)).isEqualTo(help("score --help"));
  }

  @Test
  void theProgramListsItsVerbsInGroupsAndExitCodesOnce() {
    String root = help("help");
    assertThat(root)
        .contains("\nEvaluate:\n", "\nScore and compare:\n", "\nSet up:\n")
        .contains("--config FILE", "130");
    assertThat(root.lines()).allMatch(line -> line.length() <= COLUMNS);
    Verbs.all()
        .pages()
        .getFirst()
        .verbs()
        .forEach(verb -> assertThat(root).contains("\n  " + verb + " "));
    assertThat(help("score --help")).doesNotContain("--config", "130");
  }

  /** Print no results: a script for a shell, and what a protocol says. */
  private static final Set<String> WITHOUT_JSON = Set.of("generate-completion", "memory serve");

  @Test
  void everyVerbThatPrintsCanPrintADocument() {
    Verbs.all()
        .all()
        .forEach((path, verb) -> {
          if (verb.action() != null) {
            assertThat(verb.allSettings().contains(RunOptions.JSON))
                .as(path)
                .isEqualTo(!WITHOUT_JSON.contains(path));
          }
        });
  }

  @Test
  void anAddressIsNotBrokenAtTheEndOfALine() {
    verbs()
        .forEach(page ->
            assertThat(help(page.path() + " --help-all")).doesNotContainPattern(":/?/?\\n +/"));
  }
}
