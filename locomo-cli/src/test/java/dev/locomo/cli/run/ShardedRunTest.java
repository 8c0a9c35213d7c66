package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs split with {@code --shard} and joined with {@code merge}, against the run of one process.
 */
class ShardedRunTest {
  @TempDir private Path folder;
  private ChatServer server;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void start() throws IOException {
    server = new ChatServer();
    cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", "k");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Cli.Result evalQa(String run, String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO));
    args.addAll(List.of("--run", folder.resolve(run).toString()));
    args.addAll(Arrays.asList(more));
    return cli.run(args.toArray(String[]::new));
  }

  /** All shards, one after the other. */
  private List<String> shards(int count, String... more) {
    var folders = new ArrayList<String>();
    for (int number = 1; number <= count; number++) {
      var args = new ArrayList<>(List.of("--shard", number + "/" + count));
      args.addAll(Arrays.asList(more));
      var result = evalQa("shard-" + number, args.toArray(String[]::new));
      assertThat(result.code()).as(result.err()).isZero();
      folders.add(folder.resolve("shard-" + number).toString());
    }
    return folders;
  }

  private Cli.Result merge(List<String> shards, String... more) {
    var args = new ArrayList<>(List.of("merge", "--out", folder.resolve("merged").toString()));
    args.addAll(shards);
    args.addAll(Arrays.asList(more));
    return cli.run(args.toArray(String[]::new));
  }

  private void assertSame(String... files) {
    for (String file : files) {
      assertThat(folder.resolve("merged").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyNumberOfShardsMakesTheSameRun(int count) {
    var one = evalQa("one", "--json");
    var folders = shards(count);
    if (count == 1) {
      assertThat(merge(folders).err()).contains("holds a run that is no shard of one");
      return;
    }
    Collections.reverse(folders);
    var merged = merge(folders, "--json");
    assertThat(merged.code()).as(merged.err()).isZero();
    assertSame("predictions.jsonl", "scores.jsonl", "report.json");
    var document = (ObjectNode) merged.json();
    document.set("run", one.json().path("run"));
    assertThat(document).isEqualTo(one.json());
  }

  @ParameterizedTest
  @CsvSource({"2,1", "3,1", "4,1", "8,1", "3,4", "5,7"})
  void aServersAnswersAreMergedIntoTheSameScores(int count, int batch) throws IOException {
    String[] how = {
      "--model",
      "openai:m",
      "--base-url",
      server.url(),
      "--context",
      "none",
      "--no-cache",
      "--batch-size",
      Integer.toString(batch)
    };
    assertThat(evalQa("one", how).code()).isZero();
    int calls = server.received();
    server.behaves((_, _) -> false);
    var merged = merge(shards(count, how));
    assertThat(merged.code()).as(merged.err()).isZero();
    assertThat(server.received()).isEqualTo(calls);
    assertSame("scores.jsonl", "report.json");
    assertThat(said("merged")).isEqualTo(said("one"));

    Files.delete(folder.resolve("merged/scores.jsonl"));
    assertThat(evalQa("merged", how).code()).isZero();
    assertThat(server.received()).isEqualTo(calls);
    assertSame("scores.jsonl", "report.json");
  }

  /** Predictions without what differs between two runs of one process as well. */
  private List<String> said(String run) {
    return JsonLines.read(folder.resolve(run).resolve("predictions.jsonl")).stream()
        .map(line -> ((ObjectNode) line).without(Set.of("latency_ms")).toString())
        .toList();
  }

  @Test
  void mergeFindsTheDemonstrationDataWhereverTheProgramIsStarted() {
    evalQa("one");
    var merged = merge(shards(2), "--data-file", "data/locomo-demo.json");
    assertThat(merged.code()).as(merged.err()).isZero();
    assertSame("scores.jsonl");
  }

  @Test
  void aShardThatWasKilledIsNamedAndResumedThenMerged() throws IOException {
    evalQa("one");
    var folders = shards(4);
    Path killed = folder.resolve("shard-3");
    String predictions = Files.readString(killed.resolve("predictions.jsonl"));
    Files.writeString(
        killed.resolve("predictions.jsonl"), predictions.substring(0, predictions.length() / 2));
    String manifest = Files.readString(killed.resolve("manifest.json"));
    Files.writeString(killed.resolve("manifest.json"), manifest.replace("complete", "running"));
    var refused = merge(folders);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("shard 3/4 (" + killed + ") is not complete (status: running)");
    assertThat(folder.resolve("merged")).doesNotExist();

    assertThat(evalQa("shard-3", "--shard", "3/4").code()).isZero();
    assertThat(merge(folders).code()).isZero();
    assertSame("predictions.jsonl", "scores.jsonl", "report.json");
  }

  @Test
  void aPredictionThatGotLostIsNoticed() throws IOException {
    var folders = shards(2);
    Path file = folder.resolve("shard-2/predictions.jsonl");
    var lines = Files.readAllLines(file);
    Files.write(file, lines.subList(2, lines.size()));
    assertThat(merge(folders).err())
        .startsWith("error: 2 questions have no prediction in any shard: ");
    Files.write(file, Files.readAllLines(folder.resolve("shard-1/predictions.jsonl")));
    assertThat(merge(folders).code()).isEqualTo(3);
  }

  @Test
  void whatIsMissingTwiceOrOfAnotherRunIsRefused() {
    var folders = shards(3);
    assertThat(merge(folders.subList(0, 1)).err())
        .contains("shard 2/3 is missing")
        .contains("shard 3/3 is missing");
    assertThat(merge(List.of(folders.get(0), folders.get(1), folders.get(2), folders.get(1))).err())
        .contains("shard 2/3 is there twice");
    evalQa("other", "--shard", "3/3", "--limit", "9");
    var other = List.of(folders.get(0), folders.get(1), folder.resolve("other").toString());
    assertThat(merge(other).err())
        .contains("are of different runs")
        .contains(
            "questions: was all samples; all categories, now all samples; all categories; first 9");
    assertThat(folder.resolve("merged")).doesNotExist();
  }

  @Test
  void aShardIsNotTakenForARun() {
    shards(2);
    String shard = folder.resolve("shard-1").toString();
    assertThat(cli.run("report", "--run", shard).err()).contains("holds shard 1/2 of a run");
    assertThat(evalQa("shard-1").err())
        .contains("holds a run with other settings")
        .contains("shard: was 1/2, now (none)");
    assertThat(evalQa("x", "--shard", "1/2", "--out-file", "x.json").err())
        .contains("cannot share one --out-file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SLURM_ARRAY_TASK_ID=3 LOCOMO_SHARDS=4 | 3/4",
        "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3"
            + " SLURM_ARRAY_TASK_COUNT=4 | 1/4",
        "SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4"
            + " SLURM_ARRAY_TASK_COUNT=4 | 2/4",
        "JOB_COMPLETION_INDEX=0 LOCOMO_SHARDS=2 | 1/2",
        "JOB_COMPLETION_INDEX=1 LOCOMO_SHARDS=2 | 2/2",
      })
  void theSchedulerSaysWhichPart(String variables, String shard) {
    given(variables);
    assertThat(evalQa("run", "--shard", "auto", "--limit", "8").out()).contains("shard " + shard);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X=1 | finds neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX",
        "JOB_COMPLETION_INDEX=1 | needs the number LOCOMO_SHARDS",
        "JOB_COMPLETION_INDEX=2 LOCOMO_SHARDS=2 | there is no part 3 of 2",
        "SLURM_ARRAY_TASK_ID=0 LOCOMO_SHARDS=2 | there is no part 0 of 2",
        "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=3"
            + " SLURM_ARRAY_TASK_COUNT=1 | LOCOMO_SHARDS=N",
        "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=4"
            + " SLURM_ARRAY_TASK_COUNT=3 | is no whole run",
      })
  void aPartThatCannotBeKnownIsAnError(String variables, String message) {
    given(variables);
    var result = evalQa("run", "--shard", "auto");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private void given(String variables) {
    for (String variable : variables.split(" ", -1)) {
      String[] parts = variable.split("=", 2);
      cli.with(parts[0], parts[1]);
    }
  }
}
