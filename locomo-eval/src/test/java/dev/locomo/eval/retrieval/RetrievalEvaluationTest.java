package dev.locomo.eval.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.eval.retrieval.RetrievalEvaluation.SampleRanking;
import dev.locomo.eval.retrieval.RetrievalEvaluation.Search;
import dev.locomo.eval.retrieval.RetrievalEvaluation.Selected;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.task.Selection;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.Bm25Method;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.RetrievalMethod;
import dev.locomo.rag.retrieve.Retriever;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalEvaluationTest {
  private static final String DATA =
      """
      [{"sample_id": "conv-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Bob",
          "session_1_date_time": "1:00 pm on 1 May, 2023",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "I like zebras."},
            {"speaker": "Bob", "dia_id": "D1:2", "text": "Dogs are fine."},
            {"speaker": "Ann", "dia_id": "D1:3", "text": "Fine."}]},
        "qa": [
          {"question": "Who likes zebras?", "answer": "Ann", "category": 4, "evidence": ["D1:1"]},
          {"question": "Dogs and zebras?", "answer": "x", "category": 1,
           "evidence": ["D1:2; D1:1"]},
          {"question": "Why?", "answer": "x", "category": 3, "evidence": []}]}]
      """;

  @TempDir Path folder;

  private void evaluated(Consumer<SampleRanking> each) throws IOException {
    Dataset data = DatasetReader.read(Files.writeString(folder.resolve("data.json"), DATA));
    var seen = new ArrayList<String>();
    RetrievalEvaluation.run(
        Selected.of(data, Selection.ALL),
        sample -> {
          seen.add(sample.id());
          return Corpus.of(data, sample, Database.DIALOG);
        },
        new Search(new Bm25Method(), RetrievalEvaluation.DEPTH),
        each);
    assertThat(seen).containsExactly("conv-1");
  }

  @Test
  void everyQuestionIsLookedUpInItsConversation() throws IOException {
    var evaluation = new RetrievalEvaluation(RankingMetric.at(List.of(1), ScoringRule.LOCOMO));
    evaluated(evaluation);
    var recall = evaluation.sheet().summaries().getFirst();
    var tally = Objects.requireNonNull(recall.overall().tally());
    assertThat(tally.asked()).isEqualTo(3);
    assertThat(tally.scored()).isEqualTo(2);
    assertThat(tally.mean()).hasValue(0.75);
  }

  @Test
  void theRunAndTheJudgementsAreThoseOfTrecEval() throws IOException {
    Path run = folder.resolve("out.run");
    Path judgements = folder.resolve("out.qrels");
    try (var files = new TrecFiles(run, judgements, "bm25")) {
      evaluated(files);
      assertThat(run).doesNotExist();
      files.done();
    }
    assertThat(Files.readAllLines(judgements))
        .containsExactly(
            "conv-1/0 0 conv-1/D1:1 1", "conv-1/1 0 conv-1/D1:1 1", "conv-1/1 0 conv-1/D1:2 1");
    List<String> lines = Files.readAllLines(run);
    assertThat(lines).hasSize(9);
    assertThat(lines.getFirst()).matches("conv-1/0 Q0 conv-1/D1:1 1 1\\.\\d+ bm25");
    for (int i = 1; i < 9; i++) {
      if (i % 3 > 0) {
        assertThat(score(lines.get(i))).isLessThan(score(lines.get(i - 1)));
      }
    }
  }

  private static float score(String line) {
    return Float.parseFloat(line.split(" ")[4]);
  }

  /**
   * What a graph would be asked for: many of those questions alone whose evidence is not among few.
   */
  @Test
  void whereFewHitsAreCheapManyAreAskedForOfOpenQuestionsAlone() throws IOException {
    Dataset data = DatasetReader.read(Files.writeString(folder.resolve("data.json"), DATA));
    var asked = new ArrayList<String>();
    var bm25 = new Bm25Method();
    var cheap =
        new RetrievalMethod() {
          @Override
          public String id() {
            return "cheap";
          }

          @Override
          public Retriever over(Corpus corpus) {
            var exact = bm25.over(corpus);
            return new Retriever() {
              @Override
              public List<List<Hit>> retrieve(List<Query> queries, int k) {
                queries.forEach(query -> asked.add(query.id() + " " + k));
                return exact.retrieve(queries, k);
              }

              @Override
              public boolean isCheaperForFew() {
                return true;
              }
            };
          }
        };
    for (var rule : ScoringRule.values()) {
      asked.clear();
      var few = new RetrievalEvaluation(RankingMetric.at(List.of(1), rule));
      var many = new RetrievalEvaluation(RankingMetric.at(List.of(1), rule));
      var selected = Selected.of(data, Selection.ALL);
      RetrievalEvaluation.run(
          selected, s -> Corpus.of(data, s, Database.DIALOG), new Search(cheap, 1), few);
      assertThat(asked).containsExactly("conv-1/0 1", "conv-1/1 1", "conv-1/2 1", "conv-1/1 1000");
      RetrievalEvaluation.run(
          selected, s -> Corpus.of(data, s, Database.DIALOG), new Search(bm25, 1), many);
      assertThat(few.sheet().summaries()).isEqualTo(many.sheet().summaries());
    }
  }

  /** The share of plain BM25 in the original's counting, which anybody can make again. */
  @Test
  void plainBm25IsWhereItShouldBeOnThePublishedData() {
    Dataset data = DatasetReader.read(Golden.locomo10());
    var metric = new RankingMetric(RankingMetric.Kind.RECALL, 5, ScoringRule.REFERENCE);
    var evaluation = new RetrievalEvaluation(List.of(metric));
    RetrievalEvaluation.run(
        Selected.of(data, Selection.ALL),
        s -> Corpus.of(data, s, Database.DIALOG),
        new Search(new Bm25Method(), 5),
        evaluation);
    double sum =
        evaluation.sheet().metrics().getFirst().rows().stream()
            .mapToDouble(r -> ((dev.locomo.core.metric.Score.Scored) r.score()).value())
            .sum();
    assertThat(sum / 1986).isBetween(0.574, 0.575);
  }
}
