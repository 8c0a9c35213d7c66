package dev.locomo.core.dataset.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataConversionTest {
  @TempDir Path folder;
  private Path file = Path.of("");
  private Dataset data = new Dataset("", "", List.of());

  @BeforeEach
  void write() throws IOException {
    var items = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      items.append(
          """
          {"question_id": "q%d%s", "question_type": "%s", "question": "What is %d?", "answer": "no %d",
           "question_date": "2023/05/30 (Tue) 23:40", "haystack_dates": ["2023/05/20 (Sat) 02:21"],
           "haystack_session_ids": ["answer_%d"], "answer_session_ids": ["answer_%d"],
           "haystack_sessions": [[{"role": "user", "content": "It is no %d.", "has_answer": true}]]}
          """
              .formatted(
                  i,
                  i == 0 ? "_abs" : "",
                  i < 8 ? "multi-session" : "knowledge-update",
                  i,
                  i,
                  i,
                  i,
                  i));
    }
    file = Files.writeString(folder.resolve("lme.jsonl"), items);
    data = DatasetReader.read(file);
  }

  @Test
  void locomosShapeIsReadAsTheSameQuestions() {
    Path out = folder.resolve("out.json");
    var lost = DataConversion.locomo(data, out);
    assertThat(DatasetReader.read(out).samples()).isEqualTo(data.samples());
    assertThat(lost)
        .anySatisfy(one -> assertThat(one).startsWith("categories are those of LongMemEval"))
        .contains(
            "12 of 12 questions have a day on which they are asked (question_date)",
            "1 of 12 questions have no answer and no lure, which LoCoMo's category 5 has");
  }

  @Test
  void beirHasADocumentATurnAndAJudgementAPieceOfEvidence() throws IOException {
    var lost = DataConversion.beir(data, folder.resolve("beir"));
    assertThat(Files.readAllLines(folder.resolve("beir/corpus.jsonl")))
        .hasSize(12)
        .first()
        .isEqualTo(
            "{\"_id\":\"q0/D1:1\",\"title\":\"2023/05/20 (Sat) 02:21\",\"text\":\"user: It is no"
                + " 0.\"}");
    assertThat(Files.readAllLines(folder.resolve("beir/queries.jsonl"))).hasSize(11);
    assertThat(Files.readAllLines(folder.resolve("beir/qrels/test.tsv")))
        .hasSize(12)
        .startsWith("query-id\tcorpus-id\tscore", "q1/0\tq1/D1:1\t1");
    assertThat(lost).contains("1 of 12 questions have no evidence and are no queries");
  }

  @Test
  void aSubsetHasOfEachCategoryItsShareAndSaysWhatItIs() throws IOException {
    var subset = DataSubset.draw(data, 6, 1);
    assertThat(subset.samples().stream().map(s -> s.questions().getFirst().category().label()))
        .containsExactlyInAnyOrder(
            "multi-session",
            "multi-session",
            "multi-session",
            "multi-session",
            "knowledge-update",
            "knowledge-update");
    assertThat(DataSubset.draw(data, 6, 1)).isEqualTo(subset);
    assertThat(DataSubset.draw(data, 6, 2).samples()).isNotEqualTo(subset.samples());
    assertThat(DataSubset.draw(data, 99, 1).size()).isEqualTo(12);
    Path out = folder.resolve("part.json");
    subset.write(out);
    var read = DatasetReader.read(out);
    assertThat(read.samples()).isEqualTo(subset.samples());
    assertThat(read.sha256()).isNotEqualTo(data.sha256());
    assertThat(read.subset())
        .isEqualTo(
            "a subset of 6 of 12 questions, drawn by category with seed 1 from sha256 "
                + data.sha256().substring(0, 12));
  }

  @Test
  void aFileLargerThanTheMemoryIsReadAgainFromTheDisk() {
    System.setProperty("locomo.max.memory", "100");
    try {
      var onDisk = DatasetReader.read(file);
      assertThat(onDisk.samples().getFirst().conversation().sessions().getClass())
          .isNotEqualTo(data.samples().getFirst().conversation().sessions().getClass());
      assertThat(onDisk.samples()).isEqualTo(data.samples());
    } finally {
      System.clearProperty("locomo.max.memory");
    }
  }
}
