package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare} and {@code report} of runs of {@code eval-dialog} and {@code eval-events}. */
class OtherTasksReportTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeRuns() {
    run("eval-dialog", "--data-file", Cli.DEMO, "--max-turns", "30", "--run", at("a"));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private Cli.Result call(String... args) {
    return Cli.at(folder.resolve("home")).run(args);
  }

  private Cli.Result run(String... args) {
    var result = call(args);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  /** A copy whose values of a metric are lower by a half. */
  private void worsened(String metric) throws IOException {
    Files.createDirectory(folder.resolve("b"));
    for (String file : List.of("spec.json", "manifest.json", "report.json", "turns.jsonl")) {
      Files.copy(folder.resolve("a").resolve(file), folder.resolve("b").resolve(file));
    }
    var lines = new ArrayList<String>();
    for (String line : Files.readAllLines(folder.resolve("a/scores.jsonl"))) {
      lines.add(
          line.contains("\"" + metric + "\"")
              ? line.replaceFirst("\"value\":.*", "\"value\":-0.5}")
              : line);
    }
    lines.removeLast();
    Files.write(folder.resolve("b/scores.jsonl"), lines);
  }

  @Test
  void dialogueRunsAreComparedTurnByTurnUnderEveryMetric() throws IOException {
    worsened("bleu-char-1");
    var same = run("compare", at("a"), at("a"), "--check", "--json").json();
    assertThat(same.path("task").asText()).isEqualTo("eval-dialog");
    assertThat(same.at("/comparisons/0/metrics/rouge-l/pairs").asInt()).isEqualTo(30);
    assertThat(same.at("/comparisons/0/metrics/rouge-l/difference").asDouble()).isZero();
    assertThat(same.path("settings")).isEmpty();
    assertThat(same.path("warnings").toString()).contains("Student's t allows for few");

    var worse = call("compare", at("a"), at("b"), "--check", "--json");
    // Two conversations do not tell whether others would differ.
    assertThat(worse.code()).isZero();
    JsonNode test = worse.json().at("/comparisons/0/metrics/bleu-char-1");
    assertThat(test.path("finding").asText()).isEqualTo("not shown");
    assertThat(test.path("difference").asDouble()).isNegative();
    assertThat(worse.json().at("/comparisons/0/units/bleu-char-1")).hasSize(30);

    var text = run("compare", at("a"), at("b"), "--metric", "bleu-char-1", "--questions", "2");
    assertThat(text.out()).contains("B minus A", "30 differ; the widest 2:", "worse");
    assertThat(call("compare", at("a"), at("b"), "--metric", "fame").err())
        .contains("no scores of 'fame'", "--metric bleu-1 or ");
  }

  @Test
  void aDialogueRunIsReportedInEveryFormat() throws IOException {
    for (String format : List.of("table", "json", "csv", "md", "latex", "html")) {
      Path out = folder.resolve("report." + format);
      run("report", "--run", at("a"), "--format", format, "--out", out.toString());
      assertThat(out).as(format).content().contains("bleu-char-2");
    }
    assertThat(folder.resolve("report.html")).content().contains("Really said").contains("<svg");
    assertThat(folder.resolve("report.csv")).content().contains("rouge-l,0k tokens before,");
    run(
        "report",
        "--run",
        at("a"),
        "--metric",
        "rouge-l",
        "--baseline",
        at("a"),
        "--svg-dir",
        at("svg"),
        "--format",
        "md");
    assertThat(folder.resolve("svg/rouge-l.svg")).content().contains("ref0");
    assertThat(folder.resolve("svg")).isDirectoryNotContaining("glob:**bleu*");
    assertThat(call("report", "--run", at("a"), "--metric", "fame").err())
        .contains("no scores of 'fame'");
  }

  @Test
  void summariesAreComparedToo() {
    String[] args = {"eval-events", "--data-file", Cli.DEMO, "--run", at("e1")};
    run(args);
    var other = new ArrayList<>(Arrays.asList(args));
    other.set(4, at("e2"));
    other.addAll(List.of("--sessions", "1-3"));
    run(other.toArray(String[]::new));
    var document = run("compare", at("e1"), at("e2"), "--json").json();
    assertThat(document.at("/comparisons/0/metrics/fact-f1/pairs").asInt()).isEqualTo(4);
    assertThat(document.at("/settings/0/name").asText()).isEqualTo("sessions");
    assertThat(call("compare", at("e1"), at("a")).err())
        .contains("is a run of eval-dialog, not of eval-events");
    assertThat(call("compare", at("a"), at("none")).code()).isEqualTo(2);
    assertThat(call("report", "--run", at("e1"), "--baseline", at("a")).code()).isEqualTo(2);
    assertThat(call("report", "--run", at("a"), "--baseline", at("e1")).err())
        .contains("is no run of eval-dialog");
  }
}
