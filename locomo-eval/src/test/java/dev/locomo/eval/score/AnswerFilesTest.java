package dev.locomo.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same two answers as different programs write them, and what must not pass for none. */
class AnswerFilesTest {
  @TempDir Path folder;
  private Dataset data = new Dataset("", "", List.of());

  @BeforeEach
  void write() throws IOException {
    data =
        DatasetReader.read(
            Files.writeString(
                folder.resolve("data.json"),
                """
                [{"sample_id": "t", "conversation": {"speaker_a": "A", "speaker_b": "B",
                   "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "x"}]},
                  "qa": [{"question": "Who?", "answer": "A", "evidence": [], "category": 4},
                         {"question": "Why?", "answer": 7, "evidence": [], "category": 4}]}]
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'question_id': 't/0', 'prediction': 'A; B'}\n{'question_id': 't/1', 'prediction': 7.0}",
        "{\n 'question_id': 't/0',\n 'prediction': 'A; B'\n}\n{\n 'question_id': 't/1',\n 'prediction': 7}",
        "[{'question_id': 't/0', 'prediction': 'A; B'}, {'question_id': 't/1', 'prediction': '7'}]",
        "{'question_id': 't/0', 'hypothesis': 'A; B'}\n{'question_id': 't/1', 'hypothesis': '7'}",
        "{'prediction': 'A; B', 'context': NaN, 'question_id': 't/0'}\n{'question_id': 't/1', 'prediction': '7'}",
        "{'sample_id': 't', 'qa': [{'question': 'Who?', 'm_prediction': 'A; B'}, {'question': 'Why?', 'm_prediction': 7}]}",
        "[{'sample_id': 't', 'qa': [{'question': 'Who?', 'm_prediction': 'A; B'}, {'question': 'Why?', 'm_prediction': 7}]}]",
        "{'0': [{'question': 'Who?', 'response': 'A; B'}, {'question': 'Why?', 'response': '7'}], '1': []}",
        "question_id,prediction\nt/0,A; B\nt/1,7\n",
        "\uFEFFquestion_id;category;prediction\r\nt/0;4;'A; B'\r\nt/1;4;7\r\n",
        "question_id\tprediction\nt/0\tA; B\nt/1\t7\n"
      })
  void everyFormHasTheSameAnswers(String content) throws IOException {
    assertThat(read(content)).isEqualTo(Map.of("t/0", "A; B", "t/1", "7"));
  }

  @Test
  void anEmptyCellIsNoAnswer() throws IOException {
    assertThat(read("question_id,prediction\nt/0,A\nt/1,\n")).isEqualTo(Map.of("t/0", "A"));
  }

  @Test
  void linesWithoutASinglePredictionAreRefused() {
    assertThatThrownBy(() -> read("{'question_id': 't/0', 'answer': 'A'}"))
        .hasMessageContaining("found no prediction in any line");
  }

  @Test
  void aFaultIsNamedWithItsLine() {
    assertThatThrownBy(() -> read("{'question_id': 't/0', 'prediction': 'A'}\n{'question_id'"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("not valid JSON");
    assertThatThrownBy(() -> read("[{'question_id': 't/0', 'prediction': 'A'}, 7]"))
        .hasMessageContaining("/1: found no object");
    assertThatThrownBy(() -> read("{'question_id': 't/0', 'prediction': 'A', 'prediction': 'B'}"))
        .hasMessageContaining("Duplicate field 'prediction'");
  }

  @Test
  void bytesThatAreNotUtf8AreNotReplaced() throws IOException {
    byte[] latin =
        "{\"question_id\": \"t/0\", \"prediction\": \"caf\u00e9\"}"
            .getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.jsonl"), latin);
    assertThatThrownBy(() -> new AnswerFiles(data).read(file, null)).hasMessageContaining("UTF-8");
  }

  private Map<String, String> read(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("answers"), content.replace('\'', '"'));
    var read = new TreeMap<String, String>();
    new AnswerFiles(data)
        .read(file, null)
        .forEach((key, answer) ->
            read.put(
                key.question().toString(),
                answer instanceof StoredAnswer.Given(var text, _) ? text : "missing"));
    return read;
  }
}
