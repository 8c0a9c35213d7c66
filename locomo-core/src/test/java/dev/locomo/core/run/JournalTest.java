package dev.locomo.core.run;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal after kills, on full disks and under many threads. */
class JournalTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("predictions.jsonl");
  }

  @Test
  void whatWasAppendedIsThereWhenItIsOpenedAgain() {
    try (var journal = Journal.open(file)) {
      journal.append(List.of("one", "zwei ü"));
      journal.append(List.of("three"));
      assertThat(journal.lines()).containsExactly("one", "zwei ü", "three");
    }
    try (var journal = Journal.open(file)) {
      assertThat(journal.lines()).containsExactly("one", "zwei ü", "three");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aTornLastLineIsDropped(int bytes) throws IOException {
    // The umlaut makes one of the cuts fall inside a character.
    byte[] whole = "one\ntwü!\n".getBytes(StandardCharsets.UTF_8);
    Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
    try (var journal = Journal.open(file)) {
      journal.append(List.of("three"));
    }
    assertThat(file).hasContent("one\nthree\n");
  }

  @Test
  void appendingNothingWritesNothing() {
    try (var journal = Journal.open(file)) {
      journal.append(List.of());
      assertThat(journal.lines()).isEmpty();
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void linesOfOneAppendStayTogetherWhateverOtherThreadsDo() throws InterruptedException {
    try (var journal = Journal.open(file)) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 20; i++) {
        String name = "thread " + i;
        threads.add(Thread.startVirtualThread(() -> journal.append(List.of(name, name, name))));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      var lines = new ArrayList<String>();
      journal.lines().forEach(lines::add);
      assertThat(lines).hasSize(60);
      for (int i = 0; i < 60; i += 3) {
        assertThat(lines.subList(i, i + 3)).containsOnly(lines.get(i));
      }
    }
  }

  @Test
  void linesLongerThanWhatIsReadAtOnceAreReadWhole() {
    String first = "é".repeat(400_000);
    String second = "x".repeat(1_300_000);
    try (var journal = Journal.open(file)) {
      journal.append(List.of(first, "", second));
    }
    assertThat(Journal.read(file)).containsExactly(first, "", second);
    assertThat(Journal.count(file)).isEqualTo(3);
  }

  @Test
  void aTornLineOfManyBlocksIsCutOff() throws IOException {
    Files.writeString(file, "whole\n" + "x".repeat(1_000_000));
    assertThat(Journal.read(file)).containsExactly("whole");
    try (var journal = Journal.open(file)) {
      journal.append(List.of("next"));
    }
    assertThat(file).content().isEqualTo("whole\nnext\n");
  }

  @Test
  void aFullDiskFailsTheAppendAndEveryLaterOne() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: needs /dev/full");
    var journal = Journal.of(full, FileChannel.open(full, READ, WRITE));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> journal.append(List.of("one")))
          .isInstanceOf(UserError.class)
          .hasMessage("cannot write /dev/full (No space left on device)");
    }
  }

  @Test
  void afterAFailureNothingIsAppendedAnyMore() {
    var journal = Journal.open(file);
    journal.append(List.of("one"));
    journal.close();
    assertThatThrownBy(() -> journal.append(List.of("two")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot write " + file)
        .hasMessageNotContaining("null");
    assertThat(file).hasContent("one\n");
  }

  @Test
  void aFolderADeviceAndAFileWithoutAFolderAreNoJournals() {
    assertThatThrownBy(() -> Journal.open(folder))
        .isInstanceOf(DataError.class)
        .hasMessage(folder + ": is a folder; expected a file");
    assertThatThrownBy(() -> Journal.open(Path.of("/dev/null")))
        .isInstanceOf(DataError.class)
        .hasMessage("/dev/null: is a device or a pipe; expected a file");
    assertThatThrownBy(() -> Journal.open(folder.resolve("none/file")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot write ");
  }
}
