package dev.locomo.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunArchiveTest {
  @TempDir private Path folder;
  private Path run = Path.of("run");
  private Path file = Path.of("file");

  @BeforeEach
  void make() throws IOException {
    run = folder.resolve("runs/demo");
    file = folder.resolve("demo.run.zip");
    Files.createDirectories(run.resolve("prompts"));
    Files.writeString(run.resolve("spec.json"), spec("eval-qa"));
    Files.writeString(run.resolve("predictions.jsonl"), "{\"a\": \"ü\"}\n".repeat(10_000));
    Files.writeString(run.resolve("prompts/1.txt"), "ask");
    Files.writeString(run.resolve(".lock"), "");
    Files.writeString(run.resolve(".x.part"), "half");
  }

  private static String spec(String task) {
    return new RunSpec(task, List.of(), new TreeMap<>(), new TreeMap<>()).toJson();
  }

  private Map<String, String> content(Path of) throws IOException {
    var content = new TreeMap<String, String>();
    try (var all = Files.walk(of)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        content.put(of.relativize(one).toString(), Files.readString(one));
      }
    }
    return content;
  }

  @Test
  void aRunComesOutAsItWentInWithoutLocksAndParts() throws IOException {
    assertThat(RunArchive.write(run, file)).isEqualTo(3);
    assertThat(Files.size(file)).isLessThan(Files.size(run.resolve("predictions.jsonl")) / 50);
    Path again = folder.resolve("again");
    assertThat(RunArchive.unpack(file, again)).isEqualTo(3);
    var expected = content(run);
    expected.keySet().removeAll(List.of(".lock", ".x.part"));
    assertThat(content(again)).isEqualTo(expected);
  }

  @Test
  void anArchiveIsReadWhereAFolderIsAndHasItsName() throws IOException {
    RunArchive.write(run, file);
    Path opened = RunArchive.opened(file);
    assertThat(opened).isDirectory().hasFileName("demo");
    assertThat(RunSpec.read(opened.resolve("spec.json")).task()).isEqualTo("eval-qa");
    assertThat(RunArchive.opened(run)).isEqualTo(run);
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    RunArchive.write(run, file);
    assertThatThrownBy(() -> RunArchive.write(run, file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is there already");
    assertThatThrownBy(() -> RunArchive.unpack(file, run)).hasMessageContaining("there already");
    assertThatThrownBy(() -> RunArchive.write(folder, folder.resolve("x.zip")))
        .hasMessageContaining("holds no run");
  }

  /** The same archive with other content for its files; null leaves one out. */
  private Path changed(Map<String, String> contents) throws IOException {
    RunArchive.write(run, file);
    Path other = folder.resolve("changed.zip");
    try (var zip = new ZipFile(file.toFile());
        OutputStream out = Files.newOutputStream(other);
        var to = new ZipOutputStream(out)) {
      for (ZipEntry entry : zip.stream().toList()) {
        String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        String now = contents.getOrDefault(entry.getName(), text);
        if (!now.isEmpty()) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          to.write(now.getBytes(StandardCharsets.UTF_8));
        }
      }
      for (String name : contents.keySet()) {
        if (zip.getEntry(name) == null) {
          to.putNextEntry(new ZipEntry(name));
        }
      }
    }
    return other;
  }

  @Test
  void anArchiveThatUnpacksToFarMoreThanItsSizeIsRefusedBeforeAnythingIsMade() throws IOException {
    Path bomb = folder.resolve("bomb.zip");
    byte[] zeros = new byte[1 << 20];
    try (var to = new ZipOutputStream(Files.newOutputStream(bomb))) {
      to.putNextEntry(new ZipEntry(RunFiles.LIST));
      String list = new RunFiles(new TreeMap<>(Map.of("spec.json", "0".repeat(64)))).toJson();
      to.write(list.getBytes(StandardCharsets.UTF_8));
      to.putNextEntry(new ZipEntry("spec.json"));
      for (int i = 0; i < 400; i++) {
        to.write(zeros);
      }
    }
    assertRefused(bomb, "it unpacks to more than");
  }

  private void assertRefused(Path archive, String why) {
    Path to = folder.resolve("never");
    assertThatThrownBy(() -> RunArchive.unpack(archive, to))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(why);
    assertThat(to).doesNotExist();
  }

  @Test
  void ofADamagedArchiveNothingIsMade() throws IOException {
    assertRefused(changed(Map.of("prompts/1.txt", "other")), "prompts/1.txt");
    Files.delete(file);
    assertRefused(changed(Map.of("prompts/1.txt", "")), "is missing");
    Files.delete(file);
    assertRefused(changed(Map.of("../evil", "x")), "is not on the list");
    Files.delete(file);
    assertRefused(changed(Map.of("locomo-files.json", "")), "does not begin with");
    Files.writeString(folder.resolve("text.zip"), "no archive");
    assertRefused(folder.resolve("text.zip"), "is no archive of a run");
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(cut, "cut.zip");
  }

  @Test
  void onlyOldCompleteRunsOfTheKindGo() throws IOException {
    Path runs = folder.resolve("runs");
    manifest(run, "complete", "2026-01-01T00:00:00Z");
    run("half", "eval-qa", "interrupted", "2026-01-01T00:00:00Z");
    run("young", "eval-qa", "complete", "2026-03-01T00:00:00Z");
    run("other", "generate", "complete", "2026-01-01T00:00:00Z");
    Files.createDirectory(runs.resolve("photos"));
    Files.writeString(runs.resolve("notes.txt"), "mine");
    run("broken", "eval-qa", "complete", "yesterday");
    assertThat(stays("eval-qa", false))
        .isEqualTo(
            Map.of(
                "demo", "",
                "half", "not complete",
                "young", "not old enough",
                "other", "another kind",
                "photos", "no run",
                "broken", "no readable spec.json and manifest.json"));
    assertThat(stays(null, true)).containsEntry("half", "").containsEntry("other", "");
    try (var _ = RunFolder.hold(run)) {
      assertThat(stays(null, false)).containsEntry("demo", "in use");
    }
    assertThatThrownBy(() -> new RunPruning(Instant.EPOCH, null, false).in(run))
        .hasMessageContaining("is a run");
  }

  private Map<String, String> stays(@Nullable String verb, boolean all) {
    var stays = new TreeMap<String, String>();
    new RunPruning(Instant.parse("2026-02-01T00:00:00Z"), verb, all)
        .in(folder.resolve("runs"))
        .forEach(found -> stays.put(String.valueOf(found.folder().getFileName()), found.stays()));
    return stays;
  }

  private void run(String name, String task, String status, String updated) throws IOException {
    Path made = Files.createDirectories(folder.resolve("runs").resolve(name));
    Files.writeString(made.resolve("spec.json"), spec(task));
    manifest(made, status, updated);
  }

  private static void manifest(Path of, String status, String updated) throws IOException {
    Files.writeString(
        of.resolve("manifest.json"),
        "{\"format\": 1, \"status\": \"%s\", \"updated\": \"%s\"}".formatted(status, updated));
  }
}
