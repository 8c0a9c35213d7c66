package dev.locomo.core.metric.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.JsonLines;
import dev.locomo.core.metric.Metric;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Stems against {@code scripts/golden/metrics.py}. */
class PorterStemmerTest {
  @Test
  void stemsAreNltks() throws Exception {
    var url = Objects.requireNonNull(Metric.class.getResource("stems.jsonl"));
    for (JsonNode line : JsonLines.read(Path.of(url.toURI()))) {
      String word = line.get("word").asText();
      assertThat(PorterStemmer.compute(word)).as(word).isEqualTo(line.get("stem").asText());
      assertThat(PorterStemmer.stem(word)).as(word).isEqualTo(line.get("stem").asText());
      assertThat(PorterStemmer.stem(word)).as("again " + word).isEqualTo(line.get("stem").asText());
    }
  }

  @Test
  void wordsOfAnyLengthHaveAStem() {
    String endless = "a" + "y".repeat(2_000) + "s";
    assertThat(PorterStemmer.stem(endless)).startsWith("ay");
    assertThat(PorterStemmer.stem("")).isEmpty();
  }
}
