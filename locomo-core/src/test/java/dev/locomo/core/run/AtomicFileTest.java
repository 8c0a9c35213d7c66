package dev.locomo.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old file or whole new file, and no leavings. */
class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void aFileIsReplacedAndMissingFoldersAreMade() {
    Path file = folder.resolve("a/b/report.json");
    AtomicFile.writeText(file, "old and long");
    AtomicFile.writeText(file, "new ü");
    assertThat(file).hasContent("new ü");
    assertThat(folder.resolve("a/b").toFile().list()).containsExactly("report.json");
  }

  @Test
  void aFailureKeepsTheOldFileAndLeavesNothingBehind() {
    Path file = folder.resolve("report.json");
    AtomicFile.writeText(file, "old");
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  out.write("half".getBytes(StandardCharsets.UTF_8));
                  throw new IOException("No space left on device");
                }))
        .isInstanceOf(UserError.class)
        .hasMessage("cannot write " + file + " (No space left on device)");
    assertOldFileAlone(file);
  }

  @Test
  void aBugInTheWriterKeepsTheOldFileToo() {
    Path file = folder.resolve("report.json");
    AtomicFile.writeText(file, "old");
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                _ -> {
                  throw new IllegalStateException("a bug");
                }))
        .hasMessage("a bug");
    assertOldFileAlone(file);
  }

  private void assertOldFileAlone(Path file) {
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("report.json");
  }

  @Test
  void ofManyWritersAtOnceOneWins() throws InterruptedException {
    Path file = folder.resolve("report.json");
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 16; i++) {
      String text = Integer.toHexString(i).repeat(50_000);
      threads.add(Thread.startVirtualThread(() -> AtomicFile.writeText(file, text)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(file).content().hasSize(50_000).matches("(.)\\1*");
    assertThat(folder.toFile().list()).containsExactly("report.json");
  }

  @Test
  void aFileWhereAFolderIsNeededIsNamed() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("taken"), "");
    assertThatThrownBy(() -> AtomicFile.writeText(inTheWay.resolve("report.json"), "new"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot write " + inTheWay.resolve("report.json") + " (")
        .hasMessageContaining(inTheWay + " is a file");
  }

  @Test
  void everybodyMayReadWhatTheUsualPermissionsAllow() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "");
    Path atomic = folder.resolve("atomic");
    AtomicFile.writeText(atomic, "");
    assertThat(Files.getPosixFilePermissions(atomic))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void whatIsNoFileIsNeverReplaced() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("folder"));
    assertThatThrownBy(() -> AtomicFile.writeText(inner, "x"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is a folder");
    // Anybody may look at it; it may not be replaced, even by who could.
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    assertThatThrownBy(() -> AtomicFile.requireWritable(device))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is a device or a pipe");
    assertThatThrownBy(() -> AtomicFile.writeText(device, "x"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is a device or a pipe");
    assertThat(Files.isRegularFile(device)).isFalse();
  }
}
