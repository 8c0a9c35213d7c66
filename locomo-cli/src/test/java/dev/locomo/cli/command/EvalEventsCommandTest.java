package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The floor that needs no key, what is refused, and reports. */
class EvalEventsCommandTest {
  @TempDir private Path folder = Path.of("");

  private Cli.Result run(String... args) {
    return Cli.at(folder.resolve("home")).run(args);
  }

  private Cli.Result evalEvents(String... more) {
    var args = new ArrayList<>(List.of("eval-events", "--data-file", Cli.DEMO));
    args.addAll(List.of("--run", folder.resolve("run").toString()));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void theFloorRunsWithoutModelKeyOrNetworkAndSaysWhatItIs() {
    var result = evalEvents();
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("extractive, lead-and-salience-1, sessions all\n")
        .contains("fact-f1 ")
        .contains("Facts by clauses-1, checked by lexical-1.")
        .contains("a floor, to be compared with");
    JsonNode report = evalEvents("--json").json();
    for (String metric :
        List.of("rouge-1", "rouge-2", "rouge-l", "fact-precision", "fact-recall", "fact-f1")) {
      JsonNode overall = report.at("/metrics/" + metric + "/overall");
      assertThat(overall.path("scored").asInt()).as(metric).isEqualTo(4);
      assertThat(overall.path("mean").asDouble()).isBetween(0.0, 1.0);
      assertThat(overall.path("method").asText()).isEqualTo("wilson-clustered");
    }
    assertThat(report.path("facts_by_rule").asBoolean()).isTrue();
    assertThat(report.at("/usage/calls").asInt()).isZero();
  }

  @Test
  void theFloorRunsOnThePublishedData() {
    var result =
        run(
            "eval-events",
            "--data-file",
            Golden.locomo10().toString(),
            "--run",
            folder.resolve("run").toString(),
            "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().at("/metrics/fact-f1/overall/scored").asInt()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model openai:m | no verifier is named",
        "--model openai:m --verifier openai:m | openai:m would check the facts of its own",
        "--verifier extractive | --verifier extractive is no model",
        "--verifier nobody | unknown model 'nobody'",
        "--decomposer extractive | --decomposer extractive is no model",
        "--label-errors verifier | needs a model as --verifier",
        "--label-errors loudly | --label-errors",
        "--sessions 8-3 | --sessions is '8-3'",
        "--sessions 70- | no gold events (event_summary) in the sessions 70-",
        "--samples conv-1 | no sample 'conv-1'",
        "--facts-per-call 0 | --facts-per-call is 0",
        "--length-penalty -1 | --length-penalty is -1.0",
        "--length-penalty NaN | must be a number",
        "--reply-tokens 0 | --reply-tokens is 0",
        "--context-tokens 0 | --context-tokens is 0",
        "--tokenizer bytes | unknown --tokenizer 'bytes'",
        "--seed 1 --seed 2 | the option --seed is given twice",
      })
  void wrongUseIsRefusedInOneLine(String options, String message) {
    var result = evalEvents(options.split(" "));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aDryRunSendsNothingAndCountsEachStage() {
    var result =
        evalEvents(
            "--model",
            "gpt-4o-mini",
            "--verifier",
            "gpt-4o",
            "--context-tokens",
            "6000",
            "--dry-run",
            "--json");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode stages = result.json().path("stages");
    assertThat(stages).hasSize(4);
    assertThat(stages.path(0).path("calls").asInt()).as("two speakers, six sessions").isEqualTo(24);
    assertThat(stages.path(2).path("model").asText()).startsWith("openai:gpt-4o-");
    assertThat(stages.path(3).path("cost_usd_at_most").asDouble()).isPositive();
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(evalEvents("--dry-run").out()).contains("no model").contains("Nothing was sent.");
  }

  @Test
  void aReportShowsEveryFactWithItsVerdict() {
    assertThat(evalEvents("--sessions", "3-").code()).isZero();
    String dir = folder.resolve("run").toString();
    assertThat(run("report", "--run", dir).out())
        .contains("demo-1/Marisol: answered")
        .contains("  facts of the gold events:\n")
        .contains("[missing-information]");
    assertThat(run("report", "--run", dir, "--format", "json").json().path("sessions").asText())
        .isEqualTo("3-");
    assertThat(run("report", "--run", dir, "--format", "csv").out())
        .startsWith("metric,slice,asked,answered,scored,mean,low,high,method\r\nrouge-1,all,4,4,4,")
        .contains("fact-recall,micro over facts,,,,");
    assertThat(run("report", "--run", dir, "--format", "md").out())
        .contains("| metric | summaries | asked |")
        .contains("### demo-1/Henrik: answered");
    assertThat(run("report", "--run", dir, "--format", "latex").out()).contains("& Summaries");
    assertThat(run("report", "--run", dir, "--format", "html").out())
        .startsWith("<!DOCTYPE html>")
        .contains("script-src 'none'")
        .contains("Henrik");
    var charts = run("report", "--run", dir, "--svg-dir", folder.resolve("svg").toString());
    assertThat(charts.code()).isEqualTo(2);
    assertThat(charts.err()).contains("has no charts");
  }
}
