package dev.locomo.core.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {
  @TempDir Path folder;

  @Test
  void aTextIsReadWithoutItsByteOrderMark() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "\uFEFFgrün");
    assertThat(UserFile.text(file, 8)).isEqualTo("grün");
    assertThat(UserFile.text(Files.createFile(folder.resolve("b")), 8)).isEmpty();
  }

  @Test
  void whatIsNoFileOrTooLongOrNoTextIsNamed() throws IOException {
    assertRefused(folder, "is a folder");
    assertRefused(folder.resolve("missing"), "no such file");
    assertRefused(Files.writeString(folder.resolve("long"), "123456789"), "longer than 8 bytes");
    assertRefused(Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff}), "not UTF-8");
  }

  @Test
  void aDeviceAndANamedPipeAreNotWaitedFor() throws IOException, InterruptedException {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero), "skipped: needs /dev/zero");
    assertRefused(zero, "a device or a pipe");
    Path pipe = folder.resolve("pipe");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assumeTrue(made == 0, "skipped: needs mkfifo");
    assertRefused(pipe, "a device or a pipe");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> UserFile.text(file, 8))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }
}
