package dev.locomo.eval.protocol.reference.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.DataError;
import dev.locomo.core.python.PythonNumber;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile.Entry;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceOutFileTest {
  private static final PythonNumber HALF = new PythonNumber(0.5, false);
  private static final PythonNumber ONE = new PythonNumber(1, true);

  @TempDir Path folder;
  private Path data;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    data = folder.resolve("data.json");
    file = folder.resolve("qa.json");
    Files.writeString(
        data,
        """
        [{"sample_id": "s", "conversation": {
            "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "%s"},
                          {"speaker": "B", "dia_id": "D1:2", "text": "y"}]},
          "qa": [{"question": "é?", "answer": 7, "evidence": ["D1:1"], "category": 4},
                 {"question": "b?", "evidence": ["(D1:2)", "D1:1"], "category": 1},
                 {"question": "c?", "evidence": ["D"], "category": 5}]},
         {"sample_id": "t", "conversation": {}, "qa": []}]
        """
            .formatted("x".repeat(1000)));
  }

  private Run run(String key, Entry... entries) {
    var results = new java.util.HashMap<QuestionId, Entry>();
    for (int i = 0; i < entries.length; i++) {
      results.put(new QuestionId("s", i), entries[i]);
    }
    return new Run(key, Set.of("s"), results);
  }

  private void add(Run run) {
    var out = ReferenceOutFile.open(file);
    out.add(data, run);
    out.write(file);
  }

  @Test
  void keysAreAppendedToTheRawItems() throws IOException {
    add(run("m_dialog_top_5", new Entry("p", List.of("D1:1"), HALF, ONE)));
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            [
              {
                "sample_id": "s",
                "qa": [
                  {
                    "question": "\\u00e9?",
                    "answer": 7,
                    "evidence": [
                      "D1:1"
                    ],
                    "category": 4,
                    "m_dialog_top_5_prediction": "p",
                    "m_dialog_top_5_prediction_context": [
                      "D1:1"
                    ],
                    "m_dialog_top_5_f1": 0.5,
                    "m_dialog_top_5_recall": 1
                  },
                  {
                    "question": "b?",
                    "evidence": [
                      "(D1:2)",
                      "D1:1"
                    ],
                    "category": 1
                  },
                  {
                    "question": "c?",
                    "evidence": [
                      "D"
                    ],
                    "category": 5
                  }
                ]
              }
            ]\
            """);
  }

  @Test
  void keysKeepTheirPlaceAndOtherModelsTheirs() throws IOException {
    add(run("m", new Entry("p", null, HALF, null)));
    add(run("n", new Entry("q", null, ONE, null)));
    add(run("m", new Entry("r", null, ONE, null)));
    assertThat(Files.readString(file))
        .containsSubsequence(
            "\"m_prediction\": \"r\"", "\"m_f1\": 1", "\"n_prediction\": \"q\"", "\"n_f1\": 1");
  }

  @Test
  void samplesThatTheDataDoesNotHaveAreKeptInPlace() throws IOException {
    Files.writeString(file, "[{\"sample_id\": \"other\", \"qa\": [], \"note\": 1.50}]");
    add(run("m"));
    assertThat(Files.readString(file))
        .containsSubsequence("\"other\"", "\"note\": 1.5", "\"sample_id\": \"s\"");
    assertThatThrownBy(() -> ReferenceStatistics.of(data, ReferenceOutFile.open(file), "m", false))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("other");
  }

  @Test
  void answersInTheFileAreFoundAgain() {
    add(run("m", new Entry("p", List.of("D1:1"), null, null), new Entry("q", null, null, null)));
    var found = ReferenceOutFile.open(file).predictions("m");
    assertThat(found)
        .containsOnlyKeys(new QuestionId("s", 0), new QuestionId("s", 1))
        .containsValue(new Entry("p", List.of("D1:1"), null, null));
    assertThat(ReferenceOutFile.open(file).predictions("n")).isEmpty();
  }

  @Test
  void aFileOfOtherQuestionsIsRefused() throws IOException {
    Files.writeString(file, "[{\"sample_id\": \"s\", \"qa\": [{}]}]");
    assertThatThrownBy(() -> add(run("m")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found 1 question; expected the 3");
    Files.writeString(file, "[{\"sample_id\": \"s\"}]");
    assertThatThrownBy(() -> ReferenceOutFile.open(file)).isInstanceOf(DataError.class);
  }

  @Test
  void modelKeysSayWhatWasRetrieved() {
    assertThat(ReferenceOutFile.modelKey("m", null, 5)).isEqualTo("m");
    assertThat(ReferenceOutFile.modelKey("m", "summary", 2)).isEqualTo("m_summary_top_2");
  }

  /** Lengths: turn 1 has 1 + 2 + 1000 + 1 = 1004 characters, turn 2 ends at 1009; both bucket 2. */
  @Test
  void statisticsCountByDistance() {
    var out = ReferenceOutFile.open(file);
    var score = new Entry("", null, HALF, null);
    var odd = new Entry("", null, ONE, null);
    out.add(data, run("m", score, score, odd));
    var result = ReferenceStatistics.of(data, out, "m", false);
    assertThat(result.entry())
        .hasToString(
            "{\"category_counts\":{\"4\":1,\"1\":1,\"5\":1,\"2\":0,\"3\":0},"
                + "\"cum_accuracy_by_category\":{\"4\":0.5,\"1\":0.5,\"5\":1,\"2\":0,\"3\":0},"
                + "\"category_counts_by_memory\":{\"4\":{\"2\":1},\"1\":{\"2\":1}},"
                + "\"cum_accuracy_by_category_by_memory\":{\"4\":{\"2\":0.5},\"1\":{\"2\":0.5}},"
                + "\"context_length_counts\":{\"1\":1},"
                + "\"cum_accuracy_by_context_length\":{\"1\":0.5}}");
    assertThat(result.report())
        .startsWith("Total number of questions")
        .contains("4 1 0.5 0.5\n", "No questions found in category 3\n", "5 1 1 1.0\n")
        .endsWith("Overall accuracy:  0.667\n");
  }

  @Test
  void unscoredQuestionsCountAndAreReported() {
    var out = ReferenceOutFile.open(file);
    out.add(data, run("mistral-x", new Entry("p", null, HALF, null)));
    var result = ReferenceStatistics.of(data, out, "mistral-y", false);
    assertThat(result.report())
        .startsWith("['mistral-x_prediction', 'mistral-x_f1'] mistral-y_f1\n[] mistral-y_f1\n")
        .contains("4 1 0 0.0\n");
  }

  @Test
  void statisticsReplaceOneModelOnly() throws IOException {
    Path stats = ReferenceStatistics.file(file);
    assertThat(stats.getFileName()).hasToString("qa_stats.json");
    Files.writeString(stats, "{\"m\": {\"old\": 1}, \"n\": {}}");
    var out = ReferenceOutFile.open(file);
    out.add(data, run("m", new Entry("", null, HALF, null)));
    ReferenceStatistics.of(data, out, "m", false).writeInto(stats);
    assertThat(Files.readString(stats))
        .startsWith("{\n  \"m\": {\n    \"category_counts\"")
        .endsWith("  \"n\": {}\n}")
        .doesNotContain("old");
  }

  @Test
  void withRetrievalRecallIsAveragedInsteadOfDistances() {
    var out = ReferenceOutFile.open(file);
    out.add(data, run("m", new Entry("", null, HALF, HALF), new Entry("", null, HALF, ONE)));
    var result = ReferenceStatistics.of(data, out, "m", true);
    assertThat(result.entry().get("recall_by_category")).hasToString("{\"4\":0.5,\"1\":1.0}");
    assertThat(result.report())
        .contains(" in each category: \n4 0.5\n1 1.0\n")
        .endsWith("Overall recall accuracy:  0.5\n");
  }
}
