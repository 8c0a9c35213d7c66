package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs besides {@code eval-qa}, split with {@code --shard} and joined with {@code merge}. */
class ShardedVerbsTest {
  @TempDir private Path folder;
  private final AtomicInteger received = new AtomicInteger();
  private FakeServer server;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", ServerRunTest.KEY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> command(String verb, String... more) {
    var args = new ArrayList<>(List.of(verb.split(" ")));
    args.addAll(List.of("--data-file", Cli.DEMO, "--no-cache"));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private String[] asked(String option) {
    return new String[] {option, "openai:m", "--base-url", server.url() + "/v1"};
  }

  private Cli.Result run(List<String> args, String... more) {
    var all = new ArrayList<>(args);
    all.addAll(Arrays.asList(more));
    return cli.run(all.toArray(String[]::new));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** The command as a whole and in parts; the parts ask what the whole asks, merging nobody. */
  private void splitAndMerge(List<String> command, String option, int count, String... outFile) {
    var whole = run(command, concat(outFile, option, at("one")));
    assertThat(whole.code()).as(whole.err()).isBetween(0, 1);
    int calls = received.getAndSet(0);
    var merge = new ArrayList<>(List.of("merge", "--out", at("merged")));
    for (int i = 1; i <= count; i++) {
      var part = run(command, "--shard", i + "/" + count, option, at("part-" + i));
      assertThat(part.code()).as(part.err()).isBetween(0, 1);
      merge.add(at("part-" + i));
    }
    assertThat(received.getAndSet(0)).isEqualTo(calls);
    String[] merged = {};
    if (outFile.length > 0) {
      merged = new String[] {outFile[0], outFile[1].replace("one", "merged")};
    }
    var result = run(merge, merged);
    assertThat(result.code()).as(result.err()).isEqualTo(whole.code());
    assertThat(result.out().replace("merged", "one")).isEqualTo(whole.out());
    assertThat(received).as("merging asks nobody").hasValue(0);
    JsonNode manifest = json("merged/manifest.json");
    assertThat(manifest.path("status").asText()).isEqualTo("complete");
    assertThat(manifest.path("shards")).hasSize(count);
  }

  private static String[] concat(String[] some, String... more) {
    var all = new ArrayList<>(Arrays.asList(some));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  private JsonNode json(String file) {
    return JsonFiles.read(folder.resolve(file), JsonFiles.MAPPER::readTree);
  }

  private void assertSame(String... files) {
    for (String file : files) {
      assertThat(folder.resolve("merged").resolve(file))
          .isNotEmptyFile()
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
  }

  @Test
  void turnsThatAModelWrote() {
    ChatServer.answersEach(server, received, sha -> "{\"text\": \"" + sha + "\", \"image\": null}");
    var command = command("eval-dialog", asked("--model"));
    command.addAll(List.of("--max-turns", "10"));
    splitAndMerge(command, "--run", 3);
    assertSame("scores.jsonl", "turns.jsonl", "report.json");
  }

  @Test
  void turnsThatTheBuiltInWriterWrote() {
    splitAndMerge(command("eval-dialog", "--max-turns", "9"), "--run", 4);
    assertSame("scores.jsonl", "turns.jsonl", "report.json");
  }

  @Test
  void eventsThatAModelTold() throws IOException {
    try (var events = new EventsServer()) {
      Path data = Files.writeString(folder.resolve("small.json"), EventsServer.DATA);
      var command = new ArrayList<>(List.of("eval-events", "--data-file", data.toString()));
      command.addAll(List.of("--model", "openai:m", "--base-url", events.url(), "--no-cache"));
      command.addAll(List.of("--verifier", "openai:v", "--verifier-base-url", events.url()));
      splitAndMerge(command, "--run", 2);
      assertSame("events.jsonl", "facts.jsonl", "scores.jsonl", "report.json");
    }
  }

  @Test
  void eventsThatTheBuiltInSummarizerTold() {
    splitAndMerge(command("eval-events", "--verifier", "lexical"), "--run", 3);
    assertSame("events.jsonl", "facts.jsonl", "scores.jsonl", "report.json");
  }

  @Test
  void summariesOfSessionsReachTheFileWhenTheyAreMerged() {
    ChatServer.answersEach(server, received, sha -> "They talked about " + sha + ".");
    var command = command("annotate summaries", asked("--model"));
    command.add("--overwrite");
    splitAndMerge(command, "--run", 3, "--out-file", at("one.json"));
    assertThat(folder.resolve("merged.json")).hasSameTextualContentAs(folder.resolve("one.json"));
    var refused = run(command, "--shard", "1/2", "--out-file", at("x.json"));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("cannot share one --out-file");
    var without = cli.run("merge", "--out", at("m"), at("part-1"), at("part-2"), at("part-3"));
    assertThat(without.err()).contains("--out-file");
  }

  @Test
  void verdictsOfAJudge() {
    ChatServer.answersEach(
        server,
        received,
        sha -> "{\"verdict\": \"" + (sha.charAt(0) < '8' ? "correct" : "wrong") + "\"}");
    String run = at("answers");
    assertThat(run(command("eval-qa"), "--run", run).code()).isZero();
    var command = command("judge", asked("--judge"));
    command.addAll(List.of("--run", run, "--repeats", "2"));
    splitAndMerge(command, "--out", 3);
    assertSame("verdicts.jsonl");
    assertThat(json("merged/report.json").path("judges"))
        .isEqualTo(json("one/report.json").path("judges"));
  }

  @Test
  void aPartThatIsThereInTwoFoldersIsNoticed() throws IOException {
    ChatServer.answersEach(server, received, sha -> "They talked about " + sha + ".");
    var command = command("annotate summaries", asked("--model"));
    command.add("--overwrite");
    for (int i = 1; i <= 2; i++) {
      assertThat(run(command, "--shard", i + "/2", "--run", at("part-" + i)).code()).isZero();
    }
    Path calls = folder.resolve("part-2/calls.jsonl");
    Files.writeString(
        calls, Files.readString(calls) + Files.readString(folder.resolve("part-1/calls.jsonl")));
    var merged =
        cli.run("merge", "--out", at("m"), "--out-file", at("m.json"), at("part-1"), at("part-2"));
    assertThat(merged.code()).isEqualTo(3);
    assertThat(merged.err()).contains("is on record in " + at("part-1") + " too");
    assertThat(folder.resolve("m.json")).doesNotExist();
  }
}
