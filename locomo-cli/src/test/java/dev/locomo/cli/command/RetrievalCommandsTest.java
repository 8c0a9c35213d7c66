package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Main;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eval-retrieval} and {@code embed}. */
class RetrievalCommandsTest {
  private static final String DATA =
      """
      [{"sample_id": "conv-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Bob",
          "session_1_date_time": "1:00 pm on 1 May, 2023",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "I like zebras."},
            {"speaker": "Bob", "dia_id": "D1:2", "text": "Dogs are fine."}]},
        "qa": [
          {"question": "Who likes zebras?", "answer": "Ann", "category": 4, "evidence": ["D1:1"]},
          {"question": "Why?", "answer": "x", "category": 3, "evidence": []}]}]
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeData() throws IOException {
    Files.writeString(folder.resolve("data.json"), DATA);
  }

  private int run(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--emb-dir", folder.resolve("emb").toString()));
    return Main.run(
        new PrintWriter(out), new PrintWriter(err), Map.of(), all.toArray(String[]::new));
  }

  private int onData(String verb, String... args) {
    var all = new ArrayList<>(List.of(verb, "--data-file", folder.resolve("data.json").toString()));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  private JsonNode json() throws JsonProcessingException {
    return JsonFiles.MAPPER.readTree(out.toString());
  }

  @Test
  void theJsonIsTheDocumentOfScore() throws IOException {
    assertThat(onData("eval-retrieval", "--retriever", "bm25", "--top-k", "1,2", "--json"))
        .isZero();
    var recall = json().at("/metrics/recall@1");
    assertThat(recall.at("/overall/mean").asDouble()).isEqualTo(1);
    assertThat(recall.at("/overall/asked").asInt()).isEqualTo(2);
    assertThat(recall.at("/overall/scored").asInt()).isEqualTo(1);
    assertThat(recall.at("/by_category/single-hop/mean").asDouble()).isEqualTo(1);
    assertThat(json().get("metrics").has("mrr")).isTrue();
    assertThat(json().get("protocol").asText()).isEqualTo("locomo");
  }

  @Test
  void theReferenceCountsAQuestionWithoutEvidence() throws IOException {
    assertThat(onData("eval-retrieval", "--retriever", "bm25", "--protocol", "reference", "--json"))
        .isZero();
    assertThat(json().at("/metrics/recall@5/overall/scored").asInt()).isEqualTo(2);
  }

  @Test
  void theDefaultIsTheHybridAndItsVectorsAreKept() throws IOException {
    assertThat(onData("embed", "--json")).isZero();
    assertThat(json().get("texts").asInt()).isEqualTo(2);
    try (var files = Files.list(folder.resolve("emb"))) {
      assertThat(files)
          .singleElement()
          .satisfies(f ->
              assertThat(f.getFileName().toString())
                  .matches("data_dialog_conv-1_minilm_[0-9a-f]{16}\\.vectors"));
    }
    assertThat(onData("eval-retrieval")).isZero();
    assertThat(out.toString()).contains("recall@5", "mrr", "Retriever hybrid@3(minilm(");
  }

  @Test
  void textsBecomeVectorsThatCanBeBroughtBack() throws IOException {
    Path texts = folder.resolve("texts.jsonl");
    Files.writeString(
        texts,
        """
        {"id": "conv-1/D1:1", "text": "zebras"}
        {"id": "conv-1/D1:2", "text": "dogs"}
        {"id": "conv-1/0", "text": "zebra"}
        {"id": "conv-1/1", "text": ""}
        """);
    Path vectors = Files.createDirectory(folder.resolve("vectors")).resolve("all.jsonl");
    assertThat(run("embed", "--texts", texts.toString(), "--out", vectors.toString())).isZero();
    out.getBuffer().setLength(0);
    assertThat(
            onData(
                "eval-retrieval",
                "--retriever",
                "vectors:" + folder.resolve("vectors"),
                "--top-k",
                "1",
                "--json"))
        .isZero();
    assertThat(json().at("/metrics/recall@1/overall/mean").asDouble()).isEqualTo(1);
  }

  @Test
  void wrongUseIsExitTwoAndBadDataExitThree() throws IOException {
    assertThat(onData("eval-retrieval", "--retriever", "bm26")).isEqualTo(2);
    assertThat(onData("eval-retrieval", "--rag-mode", "turns")).isEqualTo(2);
    assertThat(onData("eval-retrieval", "--top-k", "0")).isEqualTo(2);
    assertThat(
            onData(
                "eval-retrieval",
                "--retriever",
                "dragon",
                "--model-dir",
                folder + "/none",
                "--offline"))
        .isEqualTo(2);
    assertThat(onData("eval-retrieval", "--rerank-depth", "5")).isEqualTo(2);
    assertThat(onData("eval-retrieval", "--rerank", "x", "--rerank-depth", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rerank-depth needs --rerank", "must be at least 1");
    assertThat(
            onData(
                "eval-retrieval",
                "--retriever",
                "bm25",
                "--rerank",
                "org/none",
                "--model-dir",
                folder + "/none",
                "--offline"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no model org/none", "nothing is downloaded offline");
    assertThat(run("embed", "--texts", folder.resolve("data.json").toString())).isEqualTo(2);
    assertThat(onData("eval-retrieval", "--retriever", "bm25", "--rag-mode", "summary"))
        .isEqualTo(3);
    assertThat(err.toString()).contains("has no summary passages");
    Path bad = Files.writeString(folder.resolve("bad.jsonl"), "{\"id\": 3}\n");
    assertThat(run("embed", "--texts", bad.toString(), "--out", bad + ".out")).isEqualTo(3);
    assertThat(err.toString()).contains("bad.jsonl at line 1");
  }
}
