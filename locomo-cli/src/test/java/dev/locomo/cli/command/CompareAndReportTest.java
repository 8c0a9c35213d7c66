package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Main;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareAndReportTest {
  private static final Path DEMO =
      Path.of(System.getProperty("locomo.root", ".."), "data", "locomo-demo.json");

  @TempDir private static Path folder;
  private static Path run;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void runTheBuiltInReader() {
    run = folder.resolve("run");
    var nowhere = new PrintWriter(new StringWriter());
    String[] args = {"eval-qa", "--data-file", DEMO.toString(), "--run", run.toString()};
    assertThat(Main.run(nowhere, nowhere, Map.of(), args)).isZero();
  }

  @Test
  void aRunWithItselfShowsNoDifferenceAndPassesTheCheck() throws IOException {
    assertThat(locomo("compare", run.toString(), run.toString(), "--check", "--json")).isZero();
    JsonNode document = JsonFiles.MAPPER.readTree(out.toString());
    assertThat(document.path("settings")).isEmpty();
    assertThat(document.path("worse").asBoolean()).isFalse();
    for (JsonNode slice : document.at("/comparisons/0/slices")) {
      assertThat(slice.path("p_holm").asDouble()).isOne();
      assertThat(slice.path("difference").asDouble()).isZero();
    }
    assertThat(document.at("/comparisons/0/questions")).isEmpty();
  }

  @Test
  void aWorseSetOfAnswersFailsTheCheck() throws IOException {
    Path gold = answers("gold.jsonl", true);
    Path empty = answers("empty.jsonl", false);
    String data = "--data-file=" + DEMO;
    assertThat(locomo("compare", gold.toString(), empty.toString(), data, "--check")).isOne();
    assertThat(out.toString()).contains("worse", "questions differ; the widest 20:", "B minus A");
    assertThat(locomo("compare", empty.toString(), gold.toString(), data, "--check")).isZero();
  }

  @Test
  void filesOfScoresCanBeComparedWithoutTheData() throws IOException {
    Path scores = folder.resolve("scores.jsonl");
    String[] score = {
      "score",
      "--data-file",
      DEMO.toString(),
      "--predictions",
      run.toString(),
      "--per-question",
      scores.toString()
    };
    assertThat(locomo(score)).isZero();
    assertThat(locomo("compare", scores.toString(), run.toString(), "--metric", "exact-match"))
        .isZero();
    assertThat(out.toString()).contains("No question differs.");
    assertThat(locomo("compare", scores.toString(), scores.toString(), "--metric", "rouge-l"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("has no scores of 'rouge-l'");
  }

  @Test
  void everyFormatIsWritten() throws IOException {
    for (String format : new String[] {"table", "json", "csv", "md", "latex", "html"}) {
      Path file = folder.resolve("report." + format);
      Path svg = folder.resolve("svg");
      assertThat(
              locomo(
                  "report",
                  "--run",
                  run.toString(),
                  "--format",
                  format,
                  "--out",
                  file.toString(),
                  "--svg-dir",
                  svg.toString()))
          .as(err.toString())
          .isZero();
      assertThat(file).isNotEmptyFile();
      assertThat(svg.resolve("categories.svg")).isNotEmptyFile();
    }
    assertThat(JsonFiles.MAPPER.readTree(folder.resolve("report.json").toFile()).path("metrics"))
        .isEqualTo(JsonFiles.MAPPER.readTree(run.resolve("report.json").toFile()).path("metrics"));
  }

  @Test
  void dataOfAnotherHashIsABadFile() throws IOException {
    Path other = folder.resolve("other.json");
    Files.writeString(other, Files.readString(DEMO) + "\n");
    assertThat(locomo("report", "--run", run.toString(), "--data-file", other.toString()))
        .isEqualTo(3);
    assertThat(err.toString()).contains("is not the data that").contains("sha256");
  }

  private static Path answers(String name, boolean right) throws IOException {
    var lines = new StringBuilder();
    for (JsonNode sample : JsonFiles.MAPPER.readTree(DEMO.toFile())) {
      int index = 0;
      for (JsonNode item : sample.path("qa")) {
        var line = JsonFiles.MAPPER.createObjectNode();
        line.put("question_id", sample.path("sample_id").asText() + "/" + index++);
        line.put("prediction", right ? item.path("answer").asText("not mentioned") : "");
        lines.append(line).append('\n');
      }
    }
    return Files.writeString(folder.resolve(name), lines);
  }

  private int locomo(String... args) {
    out.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), args);
  }
}
