package dev.locomo.core.run;

import static dev.locomo.core.run.RunSpecTest.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may continue which run. */
class RunFolderTest {
  private static final RunSpec SPEC = spec(Map.of("model", "m", "seed", "0"), Map.of("pace", "8"));

  @TempDir private Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void name() {
    folder = temporary.resolve("runs/one");
  }

  @Test
  void theSameSettingsContinueARun() {
    try (var run = RunFolder.open(folder, SPEC)) {
      assertThat(run.resumed()).isFalse();
      run.predictions().append(List.of("a line"));
    }
    try (var run = RunFolder.open(folder, spec(SPEC.onResult(), Map.of("pace", "64")))) {
      assertThat(run.resumed()).isTrue();
      assertThat(run.predictions().lines()).containsExactly("a line");
    }
  }

  @Test
  void otherSettingsAreRefusedAndEachIsNamed() {
    RunFolder.open(folder, SPEC).close();
    assertThatThrownBy(() -> RunFolder.open(folder, spec(Map.of("model", "n"), Map.of())))
        .isInstanceOf(UserError.class)
        .hasMessage(
            folder
                + " holds a run with other settings\n  model: was m, now n\n  seed: was 0, now"
                + " (none)");
    RunFolder.open(folder, SPEC).close();
  }

  @Test
  void aFolderOfSomethingElseIsLeftAsItWas() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("thesis.tex"), "");
    assertThatThrownBy(() -> RunFolder.open(folder, SPEC))
        .isInstanceOf(UserError.class)
        .hasMessage(folder + " is not empty and holds no run (found thesis.tex)");
    assertThat(folder.toFile().list()).containsExactly("thesis.tex");
  }

  @Test
  void whatAKillBeforeTheFirstFileLeftIsNoObstacle() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(".lock"), "");
    Files.writeString(folder.resolve(".spec.json.17-1.part"), "{");
    RunFolder.open(folder, SPEC).close();
    assertThat(RunSpec.read(folder.resolve(RunFolder.SPEC))).isEqualTo(SPEC);
  }

  @Test
  void aBrokenSpecIsNamedAndTheFolderIsFreeAgain() throws IOException {
    RunFolder.open(folder, SPEC).close();
    Files.writeString(folder.resolve(RunFolder.SPEC), "{\"format\": ");
    assertThatThrownBy(() -> RunFolder.open(folder, SPEC))
        .isInstanceOf(DataError.class)
        .hasMessageStartingWith(folder.resolve(RunFolder.SPEC).toString());
    Files.delete(folder.resolve(RunFolder.SPEC));
    RunFolder.open(folder, SPEC).close();
  }

  @Test
  void aFileInPlaceOfTheFolderIsTheUsersError() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "");
    assertThatThrownBy(() -> RunFolder.open(folder, SPEC))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(folder + " is a file");
  }

  @Test
  void twoInOneProcessCannotHoldAFolder() {
    try (var run = RunFolder.open(folder, SPEC)) {
      assertThatThrownBy(() -> RunFolder.open(folder, SPEC))
          .hasMessage(folder + " is in use by another locomo");
      run.predictions().append(List.of("still ours"));
    }
    RunFolder.open(folder, SPEC).close();
  }

  @Test
  void twoProcessesCannotHoldAFolder() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader says = other.inputReader()) {
      assertThat(says.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> RunFolder.open(folder, SPEC))
          .isInstanceOf(UserError.class)
          .hasMessage(folder + " is in use by another locomo");
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (var run = RunFolder.open(folder, SPEC)) {
      assertThat(run.resumed()).as("a killed process holds nothing").isTrue();
    }
  }

  /** Holds a folder until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      RunFolder.open(Path.of(args[0]), SPEC);
      System.out.println("held");
      System.in.read();
    }
  }

  @Test
  void aSettledJournalHoldsTheLinesInTheirNewOrderAndTakesNoMore() {
    try (var run = RunFolder.open(folder, SPEC)) {
      run.predictions().append(List.of("b", "a"));
      run.settle(Stream.of("a", "b"));
      assertThat(run.file(RunFolder.PREDICTIONS)).hasContent("a\nb\n");
      assertThatThrownBy(() -> run.predictions().append(List.of("c")))
          .isInstanceOf(UserError.class);
    }
    try (var run = RunFolder.open(folder, SPEC)) {
      assertThat(run.predictions().lines()).containsExactly("a", "b");
    }
  }

  @Test
  void settingAsideKeepsEveryEarlierRun() {
    RunFolder.setAside(folder);
    for (String line : List.of("first", "second")) {
      try (var run = RunFolder.open(folder, SPEC)) {
        run.predictions().append(List.of(line));
      }
      RunFolder.setAside(folder);
    }
    assertThat(folder).doesNotExist();
    assertThat(folder.resolveSibling("one.1").resolve("predictions.jsonl")).hasContent("first\n");
    assertThat(folder.resolveSibling("one.2").resolve("predictions.jsonl")).hasContent("second\n");
  }

  @Test
  void whatIsNoRunOrInUseIsNotSetAside() throws IOException {
    try (var run = RunFolder.open(folder, SPEC)) {
      assertThatThrownBy(() -> RunFolder.setAside(folder))
          .isInstanceOf(UserError.class)
          .hasMessage(run.path() + " is in use by another locomo");
    }
    Path foreign = Files.createDirectories(temporary.resolve("thesis"));
    Files.writeString(foreign.resolve("thesis.tex"), "");
    assertThatThrownBy(() -> RunFolder.setAside(foreign))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no run");
    assertThat(foreign.resolve("thesis.tex")).exists();
  }

  @Test
  void theManifestKeepsWhenARunWasFirstOpenedAndHowOften() {
    Path file = temporary.resolve(RunFolder.MANIFEST);
    var content = JsonFiles.MAPPER.createObjectNode().put("model", "m");
    Manifest.open(file, content, Instant.EPOCH);
    var later = Manifest.open(file, content, Instant.EPOCH.plusSeconds(60));
    assertThat(file).content().contains("\"status\" : \"running\"");
    later.write(Manifest.Status.COMPLETE, Instant.EPOCH.plusSeconds(90));
    assertThat(JsonFiles.read(file, JsonFiles.MAPPER::readTree).toString())
        .isEqualTo(
            "{\"format\":1,\"status\":\"complete\",\"started\":\"1970-01-01T00:00:00Z\","
                + "\"updated\":\"1970-01-01T00:01:30Z\",\"starts\":2,\"model\":\"m\"}");
  }
}
