package dev.locomo.rag.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenizers of {@code vocab.json} and {@code merges.txt} against transformers. */
class BytePairsTest {
  private static final int ROWS = 1000;
  private static final int LONGEST = 512;

  @TempDir private Path folder;

  private static JsonNode resource(String name) throws IOException {
    try (var in = BytePairsTest.class.getResourceAsStream(name)) {
      return JsonFiles.MAPPER.readTree(Objects.requireNonNull(in, name));
    }
  }

  /** The two files out of a checkpoint's {@code tokenizer.json}. */
  private void unpack(String checkpoint) throws IOException {
    JsonNode model =
        resource("/dev/locomo/rag/embed/djl/" + checkpoint + "/tokenizer.json").path("model");
    Files.writeString(folder.resolve("vocab.json"), model.path("vocab").toString());
    var merges = new StringBuilder("#version: 0.2\n");
    for (JsonNode merge : model.path("merges")) {
      merges.append(merge.get(0).asText()).append(' ').append(merge.get(1).asText()).append('\n');
    }
    Files.writeString(folder.resolve("merges.txt"), merges);
  }

  @ParameterizedTest
  @CsvSource({"tiny-roberta,false", "tiny-roberta,true", "tiny-deberta,false", "tiny-deberta,true"})
  void theirIdsAreThoseOfTransformers(String checkpoint, boolean blank) throws IOException {
    unpack(checkpoint);
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"add_prefix_space\": " + blank + "}");
    JsonNode expected = resource("bytepairs.json");
    JsonNode ids = expected.path(checkpoint + (blank ? " blank" : ""));
    try (var tokenizer = TokenizerFile.open(folder, ROWS, LONGEST)) {
      for (int i = 0; i < ids.size(); i++) {
        String text = expected.path("texts").get(i).asText();
        assertThat(tokenizer.encode(text).getIds())
            .as(text)
            .isEqualTo(JsonFiles.MAPPER.convertValue(ids.get(i), long[].class));
      }
    }
  }

  @Test
  void aPairOfTextsForRobertaHasTwoTokensBetween() throws IOException {
    unpack("tiny-roberta");
    try (var tokenizer = TokenizerFile.open(folder, ROWS, LONGEST)) {
      assertThat(tokenizer.encode("a", "b").getIds()).containsExactly(0, 69, 2, 2, 70, 2);
    }
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    unpack("tiny-roberta");
    Files.delete(folder.resolve("merges.txt"));
    assertRefused("merges.txt", "expected beside vocab.json");
    Files.writeString(folder.resolve("merges.txt"), "");
    Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0}");
    assertRefused("vocab.json", "found no [SEP]");
  }

  @Test
  void sentencePieceIsRefusedWithTheWayToConvertIt() throws IOException {
    Files.writeString(folder.resolve("spm.model"), "");
    assertRefused("spm.model", "AutoTokenizer.from_pretrained(");
    Files.writeString(folder.resolve("vocab.txt"), "");
    assertRefused("vocab.txt", "found no [UNK]");
  }

  private void assertRefused(String file, String message) {
    assertThatThrownBy(() -> TokenizerFile.open(folder, ROWS, LONGEST))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(file)
        .hasMessageContaining(message);
  }
}
