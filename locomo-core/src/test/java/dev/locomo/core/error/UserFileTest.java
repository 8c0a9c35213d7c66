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
  void aFileThatWasNotFetchedIsToldWithTheCommandThatFetchesIt() throws IOException {
    Path lfs = folder.resolve("model.safetensors");
    Files.writeString(
        lfs,
        """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345
        """);
    assertRefused(lfs, "is a Git LFS pointer, not the file; run: git lfs pull");
    assertThatThrownBy(() -> UserFile.channel(lfs)).hasMessageContaining("git lfs pull");
    Path dvc = folder.resolve("data.json.dvc");
    Files.writeString(
        dvc,
        """
        outs:
        - md5: a304afb96060aad90176268345e10355
          size: 37891850
          path: data.json
        """);
    assertRefused(dvc, "is a DVC pointer to data.json; run: dvc pull");
    assertRefused(folder.resolve("data.json"), "data.json.dvc is there: run: dvc pull");
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
