package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.JsonLines;
import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.metric.Score.Unscored;
import dev.locomo.core.metric.text.PorterStemmer;
import dev.locomo.core.metric.text.ReferenceRounding;
import dev.locomo.core.profile.BenchmarkProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Odd inputs and what the original makes of them. */
class GoldenVectorsTest {
  @Test
  void everyWordOfTheDataHasNltksStem() {
    for (JsonNode line : vectors("vocab_stems")) {
      if (!line.get("s").isNull()) {
        String word = line.get("w").asText();
        assertThat(PorterStemmer.stem(word)).as(word).isEqualTo(line.get("s").asText());
      }
    }
  }

  @Test
  void everyCategoryScoresByItsOwnRule() {
    for (JsonNode line : vectors("dispatch_vectors")) {
      // A list as gold answer or prediction cannot be in a data set; errors are for such input.
      if (line.get("answer").isContainerNode()
          || line.get("prediction").isContainerNode()
          || !line.get("score").isArray()) {
        continue;
      }
      var category = BenchmarkProfile.LOCOMO.category(line.get("category").asInt());
      var answered =
          Questions.answered(
              category, line.get("answer").asText(), line.get("prediction").asText());
      double f1 = Questions.value(TokenF1.BY_CATEGORY, answered);
      assertThat(f1).as(line.toString()).isEqualTo(hex(line.get("score")));
      assertThat(ReferenceRounding.f1(category, f1))
          .as(line.toString())
          .hasToString(line.get("score").get(2).asText());
    }
  }

  @Test
  void anAnswerIsContainedWhereTheOriginalFindsIt() {
    for (JsonNode line : vectors("has_answer_vectors")) {
      assertThat(WordMatch.contains(texts(line.get("answers")), line.get("text").asText()))
          .as(line.toString())
          .isEqualTo(line.get("has_answer").asBoolean());
    }
  }

  @Test
  void malformedEvidenceIsTakenLiterallyByTheReference() {
    for (JsonNode line : vectors("recall_vectors")) {
      var context = line.get("context").isNull() ? null : texts(line.get("context"));
      var score =
          new ReferenceRecall().score(Questions.retrieved(texts(line.get("evidence")), context));
      assertThat(value(score))
          .as(line.toString())
          .isEqualTo(line.get("recall").isArray() ? hex(line.get("recall")) : null);
    }
  }

  private static @Nullable Double value(Score score) {
    return switch (score) {
      case Scored s -> s.value();
      case Unscored u -> null;
    };
  }

  private static double hex(JsonNode score) {
    return Double.parseDouble(score.get(1).asText());
  }

  private static List<JsonNode> vectors(String name) {
    var lines = JsonLines.read(Golden.file("oracle/vectors/metrics_" + name + ".jsonl"));
    assertThat(lines).isNotEmpty();
    return lines;
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(e -> texts.add(e.asText()));
    return texts;
  }
}
