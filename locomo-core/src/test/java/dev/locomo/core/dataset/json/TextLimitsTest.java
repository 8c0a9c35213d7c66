package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLimitsTest {
  @TempDir private Path folder;

  @AfterEach
  void usual() {
    System.clearProperty("locomo.max.text");
    System.clearProperty("locomo.max.sample");
  }

  private Path data(String text) throws IOException {
    return Files.writeString(
        folder.resolve("data.json"),
        """
        [{"sample_id": "a", "conversation": {"speaker_a": "A", "speaker_b": "B", "session_1": []}},
         {"sample_id": "b", "conversation": {"speaker_a": "A", "speaker_b": "B", "session_1":
          [{"speaker": "A", "dia_id": "D1:1", "text": "%s"}]}}]
        """
            .formatted(text));
  }

  @Test
  void aTurnOfAMillionCharactersIsReadAndOneMoreIsRefused() throws IOException {
    assertThat(DatasetReader.read(data("x".repeat(1_000_000))).samples()).hasSize(2);
    Path large = data("x".repeat(1_000_001));
    assertThatThrownBy(() -> DatasetReader.read(large))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/1/conversation/session_1/0/text")
        .hasMessageContaining("1000001 characters; expected at most 1000000");
    System.setProperty("locomo.max.text", "2000000");
    assertThat(DatasetReader.read(large).samples()).hasSize(2);
  }

  @Test
  void aSampleThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    System.setProperty("locomo.max.sample", "300000");
    assertThat(DatasetReader.read(data("x".repeat(100_000))).samples()).hasSize(2);
    Path large = data("x".repeat(500_000));
    assertThatThrownBy(() -> DatasetReader.read(large))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("a sample of more than 300000 bytes");
    assertThat(DatasetCheck.check(large, null).usable()).isFalse();
  }

  @Test
  void theCheckFindsTextsThatAreTooLong() throws IOException {
    assertThat(DatasetCheck.check(data("x".repeat(1_000_001))).usable()).isFalse();
  }
}
