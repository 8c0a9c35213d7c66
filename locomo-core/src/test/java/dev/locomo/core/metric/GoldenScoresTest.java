package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.JsonLines;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.text.ReferenceRounding;
import dev.locomo.core.python.PythonNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number of the original, bit for bit, over whole answer sets. */
class GoldenScoresTest {
  @ParameterizedTest
  @ValueSource(strings = {"gold", "empty", "noise_0", "noise_1", "fc_gpt4omini_cot", "rag_dialog"})
  void everyScoreOfAnAnswerSetIsTheOriginalsToTheLastBit(String set) {
    var expected = JsonLines.read(Golden.file("oracle/expected/" + set + ".jsonl"));
    var answers = answers(set);
    var differences = new ArrayList<String>();
    for (JsonNode line : expected) {
      differences.addAll(
          differences(line, Objects.requireNonNull(answers.get(line.get("question_id").asText()))));
    }
    assertThat(expected).isNotEmpty();
    assertThat(differences).isEmpty();
  }

  @Test
  void theIdsOfTheOriginalsNumbersAreTheRegistrys() {
    assertThat(Metrics.standard().all()).extracting(Metric::id).containsAll(metricOf().values());
  }

  private static Map<String, Answered> answers(String set) {
    Map<QuestionId, Question> questions =
        DatasetReader.read(Golden.locomo10())
            .questions()
            .collect(Collectors.toMap(Question::id, q -> q));
    var answers = new HashMap<String, Answered>();
    for (JsonNode line : JsonLines.read(Golden.file("oracle/predictions/" + set + ".jsonl"))) {
      String id = line.get("question_id").asText();
      var question = Objects.requireNonNull(questions.get(QuestionId.parse(id).orElseThrow()));
      answers.put(id, new Answered(question, line.get("prediction").asText(), context(line)));
    }
    return answers;
  }

  private static @Nullable List<String> context(JsonNode line) {
    if (!line.has("context")) {
      return null;
    }
    var ids = new ArrayList<String>();
    line.get("context").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static Map<String, String> metricOf() {
    return Map.of(
        "f1", "token-f1",
        "f1_single", "token-f1-single",
        "f1_multi", "token-f1-multi",
        "rouge1_stemmed", "rouge-1-stemmed",
        "exact_match", "exact-match",
        "has_answer", "has-answer",
        "recall", "evidence-recall-reference");
  }

  private static List<String> differences(JsonNode line, Answered answered) {
    var differences = new ArrayList<String>();
    var metrics = Metrics.standard();
    metricOf()
        .forEach((field, id) -> {
          if (line.has(field) && !failed(line.get(field))) {
            double value = Questions.value(metrics.get(id), answered);
            compare(differences, line, field, number(line.get(field)), value);
          }
        });
    double f1 = Questions.value(TokenF1.BY_CATEGORY, answered);
    compare(differences, line, "f1_hex", Double.parseDouble(line.get("f1_hex").asText()), f1);
    compareWritten(differences, line, answered, f1);
    return differences;
  }

  private static void compareWritten(
      List<String> differences, JsonNode line, Answered answered, double f1) {
    var question = answered.question();
    double recall = Questions.value(new ReferenceRecall(), answered);
    compareText(
        differences, line, "f1_round3", ReferenceRounding.f1(question.category(), f1).toString());
    compareText(
        differences,
        line,
        "recall_round3",
        ReferenceRounding.recall(question, answered.context(), recall).toString());
    if (f1 > 0 && f1 < 1) {
      compareText(differences, line, "f1", PythonNumber.repr(f1));
    }
  }

  /** The original's ROUGE package fails on very long answers. */
  private static boolean failed(JsonNode value) {
    return value.asText().equals("E");
  }

  private static double number(JsonNode value) {
    return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : Double.parseDouble(value.asText());
  }

  private static void compare(
      List<String> differences, JsonNode line, String field, double expected, double actual) {
    if (expected != actual) {
      differences.add(line.get("question_id") + " " + field + " " + expected + " got " + actual);
    }
  }

  private static void compareText(
      List<String> differences, JsonNode line, String field, String actual) {
    if (line.has(field) && !line.get(field).asText().equals(actual)) {
      differences.add(
          line.get("question_id") + " " + field + " " + line.get(field) + " got " + actual);
    }
  }
}
