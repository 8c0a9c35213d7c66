package dev.locomo.services.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PiecesTest {
  @TempDir private Path folder;

  @Test
  void piecesTogetherAreTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("run.tar"), "abcdefghij");
    assertThat(Pieces.of(file, 4))
        .extracting(p -> new String(p.bytes(), UTF_8))
        .containsExactly("abcd", "efgh", "ij");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(Pieces.of(empty, 4))
        .hasSize(1)
        .first()
        .satisfies(p -> assertThat(p.bytes()).isEmpty());
  }

  @Test
  void aFileThatBecomesShorterIsNotFilledUpWithZeros() throws IOException {
    Path file = Files.writeString(folder.resolve("run.tar"), "abcdefghij");
    var pieces = Pieces.of(file, 4);
    Files.writeString(file, "abcde");
    assertThat(pieces.getFirst().bytes()).hasSize(4);
    assertThatThrownBy(pieces.get(1)::bytes)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("became shorter");
  }
}
