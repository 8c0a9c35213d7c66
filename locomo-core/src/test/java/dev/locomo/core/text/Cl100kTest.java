package dev.locomo.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class Cl100kTest {
  private final Cl100k cl100k = new Cl100k();

  @Test
  void anEmptyTextHasNoTokens() {
    assertThat(cl100k.count("")).isZero();
  }

  @Test
  void namesOfSpecialTokensAreOrdinaryText() {
    assertThat(cl100k.count("<|endoftext|>")).isGreaterThan(1);
  }

  @Test
  void idsAndCountsAreTiktokens() throws IOException {
    var lines = Files.readAllLines(Golden.file("oracle/vectors/tokens_vectors.jsonl"));
    assertThat(lines).hasSize(942);
    for (String line : lines) {
      var vector = JsonFiles.MAPPER.readTree(line);
      String text = vector.get("text").textValue();
      int[] ids = JsonFiles.MAPPER.convertValue(vector.get("tokens"), int[].class);
      assertThat(cl100k.encode(text)).as(text).isEqualTo(ids);
      assertThat(cl100k.count(text)).as(text).isEqualTo(ids.length);
    }
  }
}
