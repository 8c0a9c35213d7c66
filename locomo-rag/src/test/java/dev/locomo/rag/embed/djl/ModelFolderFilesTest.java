package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders whose files do not fit each other. */
class ModelFolderFilesTest {
  @TempDir Path folder;

  private static DataError failure(Runnable loading) {
    try {
      loading.run();
    } catch (DataError e) {
      return e;
    }
    throw new AssertionError("no DataError");
  }

  private DataError failureWith(String file, String from, String to) throws IOException {
    EncodersTest.tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    Path changed = folder.resolve(file);
    String text = Files.readString(changed);
    assertThat(text).contains(from);
    Files.writeString(changed, text.replace(from, to));
    return failure(() -> EncodersTest.load(folder).close());
  }

  @Test
  void anUnknownArchitectureIsNamed() throws IOException {
    assertThat(failureWith("config.json", "\"model_type\": \"bert\"", "\"model_type\": \"t5\""))
        .hasMessageContaining("config.json at /model_type: found \"t5\"; expected one of bert");
  }

  @Test
  void aConfigThatDoesNotFitItsWeightsSaysWhichTensor() throws IOException {
    assertThat(failureWith("config.json", "\"hidden_size\": 16", "\"hidden_size\": 32"))
        .hasMessageContaining("embeddings.word_embeddings.weight: found shape")
        .hasMessageContaining("expected");
    assertThat(failureWith("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"))
        .hasMessageContaining("encoder.layer.2.attention.self.query.weight");
    assertThat(failureWith("config.json", "\"hidden_size\": 16", "\"hidden_size\": 0"))
        .hasMessageContaining("/hidden_size");
  }

  @Test
  void aVocabularyLargerThanTheEmbeddingsIsRefused() throws IOException {
    assertThat(failureWith("tokenizer.json", "\"[MASK]\":4", "\"[MASK]\":4000"))
        .hasMessageContaining("tokenizer.json: has token id 4000; expected ids below");
  }

  @Test
  void aFolderWithoutWeightsOrVocabularySaysWhatIsMissing() throws IOException {
    EncodersTest.tiny(folder, "config.json");
    assertThat(failure(() -> EncodersTest.load(folder).close()))
        .hasMessageContaining("has no model.safetensors or pytorch_model.bin");
    EncodersTest.tiny(folder, "model.safetensors");
    assertThat(failure(() -> EncodersTest.load(folder).close())).hasMessageContaining("vocab.txt");
  }

  @Test
  void weightsThatAreNoNumbersAreFoundWithTheFirstText() throws IOException {
    EncodersTest.tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length - 30_000, bytes.length, (byte) 0xff);
    Files.write(file, bytes);
    try (var embedder = EncodersTest.load(folder)) {
      assertThatThrownBy(
              () -> embedder.embed(List.of("dog"), dev.locomo.rag.embed.Embedder.Role.QUERY))
          .isInstanceOf(DataError.class)
          .hasMessageContaining("not finite");
    }
  }
}
