package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.JsonLines;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * ROUGE and BLEU on 300 pairs of texts against Python's packages: {@code scripts/golden/texts.py}.
 */
class TextPairsTest {
  private static final double TOLERANCE = 1e-9;

  private final List<JsonNode> lines = lines();
  private final JsonNode words = lines.getFirst().get("words");

  @Test
  void everyValueIsThatOfThePackageItIsNamedAfter() {
    var metrics = Metrics.standard();
    var ids = lines.getFirst().get("metrics");
    assertThat(lines).hasSize(302);
    for (JsonNode line : lines.subList(1, lines.size() - 1)) {
      for (int i = 0; i < ids.size(); i++) {
        var metric = (TextMetric) metrics.get(ids.get(i).asText());
        assertThat(metric.value(text(line.get(0)), text(line.get(1))))
            .as(metric.id() + " of " + line)
            .isCloseTo(line.get(i + 2).asDouble(), within(TOLERANCE));
      }
    }
  }

  @Test
  void everyTextMetricIsAmongThem() {
    assertThat(lines.getFirst().get("metrics"))
        .map(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            Metrics.standard().all().stream()
                .filter(TextMetric.class::isInstance)
                .map(Metric::id)
                .toList());
  }

  @Test
  void theWholeCorpusHasSacrebleusValue() {
    var candidates = new ArrayList<String>();
    var references = new ArrayList<String>();
    for (JsonNode line : lines.subList(1, lines.size() - 1)) {
      candidates.add(text(line.get(0)));
      references.add(text(line.get(1)));
    }
    var expected = lines.getLast().get("corpus");
    for (SacreBleu bleu : SacreBleu.values()) {
      assertThat(bleu.corpus(candidates, references))
          .isCloseTo(expected.get(bleu.ordinal()).asDouble(), within(TOLERANCE));
    }
    assertThatThrownBy(() -> SacreBleu.WORDS.corpus(candidates, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCorpusOfTextsTooShortForFourWordsIsZero() {
    assertThat(SacreBleu.WORDS.corpus(List.of("green tea"), List.of("green tea"))).isZero();
    assertThat(SacreBleu.WORDS.value("green tea", "green tea")).isCloseTo(1, within(TOLERANCE));
  }

  /** Texts by hand are strings; the others the numbers of the script's rule. */
  private String text(JsonNode part) {
    if (part.isTextual()) {
      return part.textValue();
    }
    int sentence = part.get("sentence").asInt();
    long[] x = {part.get("seed").asLong()};
    var made = new ArrayList<String>();
    for (int i = 0; i < part.get("words").asInt(); i++) {
      x[0] = (x[0] * 1103515245 + 12345) % (1L << 31);
      boolean ends = sentence > 0 && i % sentence == sentence - 1;
      String stop = ends ? (i / sentence % 2 == 1 ? ".\n" : ".") : "";
      made.add(words.get((int) ((x[0] >> 16) % words.size())).asText() + stop);
    }
    return String.join(" ", made);
  }

  private static List<JsonNode> lines() {
    try {
      var url = Objects.requireNonNull(TextPairsTest.class.getResource("text-pairs.jsonl"));
      return JsonLines.read(Path.of(url.toURI()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
