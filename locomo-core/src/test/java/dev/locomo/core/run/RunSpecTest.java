package dev.locomo.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What identifies a run. */
class RunSpecTest {
  @TempDir private Path folder;

  static RunSpec spec(Map<String, String> onResult, Map<String, String> onSpeed) {
    return new RunSpec(
        "eval-qa", List.of("--model", "m"), new TreeMap<>(onResult), new TreeMap<>(onSpeed));
  }

  @Test
  void theFingerprintIgnoresWhatOnlyChangesTheSpeedAndTheCommandAsTyped() {
    var one = spec(Map.of("model", "m"), Map.of("concurrency", "8"));
    var other =
        new RunSpec(
            "eval-qa",
            List.of("--model=m"),
            new TreeMap<>(Map.of("model", "m")),
            new TreeMap<>(Map.of("concurrency", "64")));
    assertThat(one.fingerprint()).isEqualTo(other.fingerprint()).matches("[0-9a-f]{64}");
    assertThat(one.differencesTo(other)).isEmpty();
  }

  @Test
  void everythingThatCanChangeAResultChangesTheFingerprint() {
    var spec = spec(Map.of("model", "m", "seed", "0"), Map.of());
    assertThat(
            List.of(
                spec(Map.of("model", "n", "seed", "0"), Map.of()),
                spec(Map.of("model", "m", "seed", "1"), Map.of()),
                spec(Map.of("model", "m"), Map.of()),
                spec(Map.of("model", "m", "seed", "0", "top_k", "5"), Map.of()),
                new RunSpec("eval-events", List.of(), spec.onResult(), spec.onSpeed())))
        .extracting(RunSpec::fingerprint)
        .doesNotContain(spec.fingerprint())
        .doesNotHaveDuplicates();
  }

  @Test
  void eachDifferenceIsNamedWithBothValues() {
    var before = spec(Map.of("model", "m", "seed", "0", "top_k", "5"), Map.of());
    var now =
        new RunSpec(
            "eval-events",
            List.of(),
            new TreeMap<>(Map.of("model", "n", "seed", "0", "context", "fit")),
            new TreeMap<>());
    assertThat(before.differencesTo(now))
        .containsExactly(
            "task: was eval-qa, now eval-events",
            "context: was (none), now fit",
            "model: was m, now n",
            "top_k: was 5, now (none)");
  }

  @Test
  void aSubjectOfAnyLengthNamesAFolderThatCanBeMade() throws IOException {
    var spec = spec(Map.of("model", "m"), Map.of());
    String name = spec.folder("a/very " + "long".repeat(100)).getFileName().toString();
    assertThat(name).startsWith("eval-qa-a-very-long").hasSizeLessThan(255);
    assertThat(name).endsWith("-" + spec.fingerprint().substring(0, 8));
    assertThat(Files.createDirectory(folder.resolve(name))).exists();
  }

  @Test
  void itReadsWhatItWrites() {
    var spec = spec(Map.of("model", "m \"ü\""), Map.of("concurrency", "8"));
    Path file = folder.resolve("spec.json");
    AtomicFile.writeText(file, spec.toJson());
    assertThat(RunSpec.read(file)).isEqualTo(spec);
  }

  @Test
  void aSpecOfAnotherVersionIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("spec.json"), "{\"format\": 2}");
    assertThatThrownBy(() -> RunSpec.read(file))
        .isInstanceOf(DataError.class)
        .hasMessage(file + " at /format: found 2; expected 1 (written by another version)");
  }
}
