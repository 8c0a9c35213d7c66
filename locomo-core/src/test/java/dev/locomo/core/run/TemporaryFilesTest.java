package dev.locomo.core.run;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose files go, and whose stay. */
class TemporaryFilesTest {
  @TempDir private Path place;

  @Test
  void aFolderStaysLockedForTheWholeProcess() throws IOException {
    Path lock = TemporaryFiles.folder().resolveSibling(".lock");
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      assertThat(TemporaryFiles.lock(channel)).isFalse();
    }
  }

  @Test
  void aPartThatAKilledProcessLeftGoesWithTheNextFileWrittenBesideIt() throws Exception {
    Path left = Files.createFile(place.resolve(".a.json.0123456789abcdef-7.part"));
    Path theirs = Files.createFile(place.resolve(".b.part"));
    AtomicFile.writeText(place.resolve("c.json"), "c");
    assertThat(left).doesNotExist();
    assertThat(theirs).exists();
  }

  @Test
  void aPartThatAProcessIsWritingStays() throws Exception {
    Path writing = Files.createFile(place.resolve(".a.json.0123456789abcdef-7.part"));
    try (var channel = FileChannel.open(writing, WRITE);
        var _ = channel.lock()) {
      AtomicFile.writeText(place.resolve("c.json"), "c");
      assertThat(writing).exists();
    }
  }

  @Test
  void foldersOfKilledProcessesGoAndThoseInUseStay() throws Exception {
    Path left = folder("locomo-left");
    Path used = folder("locomo-used");
    Path theirs = Files.createDirectory(place.resolve("locomo-theirs"));
    try (var channel = FileChannel.open(used.resolve(".lock"), WRITE);
        var _ = channel.lock()) {
      TemporaryFiles.sweep(place, name -> name.startsWith("locomo-"), ".lock");
      assertThat(left).doesNotExist();
      assertThat(used.resolve("inside")).exists();
      assertThat(theirs).exists();
    }
  }

  @Test
  void temporaryFilesAreNewAndEmptyAndCanBeDeleted() throws Exception {
    Path folder = TemporaryFiles.folder();
    Path file = TemporaryFiles.file(".json");
    assertThat(folder).isEmptyDirectory();
    assertThat(file).isEmptyFile();
    Files.writeString(folder.resolve("x"), "x");
    TemporaryFiles.delete(folder);
    TemporaryFiles.delete(file);
    assertThat(folder).doesNotExist();
    assertThat(file).doesNotExist();
  }

  private Path folder(String name) throws Exception {
    Path folder = Files.createDirectory(place.resolve(name));
    Files.createFile(folder.resolve(".lock"));
    Files.createFile(folder.resolve("inside"));
    return folder;
  }

  @Test
  void aFileThatAnotherProcessDeletedBeforeItWasLockedIsOfNoUse() throws IOException {
    Path file = place.resolve("part");
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, WRITE)) {
      assertThat(TemporaryFiles.kept(channel, file)).isTrue();
    }
    try (var channel = FileChannel.open(file, WRITE)) {
      Files.delete(file);
      assertThat(TemporaryFiles.kept(channel, file)).isFalse();
    }
  }
}
