package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --dry-run} counts is what the run then sends, wherever replies are already. */
@Timeout(300)
class DryRunTest {
  @TempDir private Path folder;

  private Cli.Result run(String url, List<String> args, String... more) {
    var all = new ArrayList<>(args);
    all.addAll(List.of("--base-url", url, "--concurrency", "1", "--json"));
    all.addAll(Arrays.asList(more));
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(all.toArray(String[]::new));
  }

  private List<String> evalQa(String run) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO, "--model", "openai:m"));
    args.addAll(List.of("--context", "none", "--categories", "5", "--limit", "3"));
    args.addAll(List.of("--run", folder.resolve(run).toString()));
    return args;
  }

  @Test
  void questionsAreCountedThatNeitherTheFolderNorTheCacheAnswers() throws IOException {
    try (var server = new ChatServer()) {
      JsonNode before = run(server.url(), evalQa("one"), "--dry-run").json();
      int calls = before.path("calls").asInt();
      int choices = before.at("/choices/calls").asInt();
      assertThat(before.path("questions").asInt()).isEqualTo(3);
      assertThat(calls).isEqualTo(9);
      assertThat(choices).as("each is asked by itself, both ways round").isEqualTo(6);
      assertThat(before.at("/choices/input_tokens").asInt()).isPositive();
      assertThat(folder.resolve("one")).doesNotExist();

      server.behaves((number, exchange) -> {
        if (number > 4) {
          exchange.sendResponseHeaders(401, -1);
        }
        return number > 4;
      });
      run(server.url(), evalQa("one"), "--no-cache");
      byte[] record = Files.readAllBytes(folder.resolve("one/predictions.jsonl"));
      assertThat(calls(server, "one")).as("four are answered").isEqualTo(calls - 4);
      assertThat(folder.resolve("one/predictions.jsonl")).hasBinaryContent(record);
      assertThat(calls(server, "one", "--overwrite")).isEqualTo(calls);

      server.behaves((_, _) -> false);
      run(server.url(), evalQa("one"));
      assertThat(server.received()).as("as was counted").isEqualTo(calls - 4);
      assertThat(calls(server, "one")).isZero();
      assertThat(calls(server, "two")).as("the cache has all but four").isEqualTo(4);
      assertThat(calls(server, "two", "--no-cache")).isEqualTo(calls);
      assertThat(run(server.url(), evalQa("one"), "--dry-run", "--seed", "9").code())
          .as("another run is in the folder")
          .isEqualTo(2);
    }
  }

  private int calls(ChatServer server, String run, String... more) {
    var args = evalQa(run);
    args.addAll(Arrays.asList(more));
    JsonNode document = run(server.url(), args, "--dry-run").json();
    return document.path("calls").asInt();
  }

  @Test
  void whatFailedIsCountedWhereItIsAskedAgain() throws IOException {
    try (var server = new ChatServer()) {
      server.behaves((_, exchange) -> {
        FakeServer.send(exchange, 200, ChatServer.reply("Os", "length"));
        return true;
      });
      var args = evalQa("one");
      args.set(args.indexOf("5"), "4");
      run(server.url(), args);
      assertThat(run(server.url(), args, "--dry-run").json().path("calls").asInt()).isZero();
      JsonNode retried = run(server.url(), args, "--dry-run", "--retry-failed").json();
      assertThat(retried.path("calls").asInt()).isEqualTo(3);
    }
  }

  @Test
  void verdictsAreCountedModelByModel() throws IOException {
    Path answers =
        Files.writeString(
            folder.resolve("answers.jsonl"),
            "{\"question_id\": \"demo-1/0\", \"prediction\": \"Oslo\"}\n");
    var args = new ArrayList<>(List.of("judge", "--data-file", Cli.DEMO, "--limit", "1"));
    args.addAll(List.of("--predictions", answers.toString(), "--rubric", "strict"));
    args.addAll(List.of("--out", folder.resolve("one").toString(), "--judge", "openai:j"));
    try (var server = new ChatServer()) {
      assertThat(run(server.url(), args, "--dry-run").json().at("/models/0/calls").asInt())
          .isEqualTo(1);
      run(server.url(), args);
      assertThat(run(server.url(), args, "--dry-run").json().at("/models/0/calls").asInt())
          .isZero();
    }
  }

  @Test
  void stagesThatDependOnRepliesAreEstimatedUntilTheRepliesAreThere() throws IOException {
    Path data = Files.writeString(folder.resolve("small.json"), EventsServer.DATA);
    var args = new ArrayList<>(List.of("eval-events", "--data-file", data.toString()));
    args.addAll(List.of("--model", "openai:m", "--verifier", "openai:v"));
    args.addAll(List.of("--run", folder.resolve("one").toString()));
    try (var server = new EventsServer()) {
      args.addAll(List.of("--verifier-base-url", server.url()));
      assertThat(stages(run(server.url(), args, "--dry-run").json())).containsExactly(2, 4, 4, 2);
      server.behaves((_, stage, exchange) -> {
        boolean refused = stage.equals("verify");
        if (refused) {
          exchange.sendResponseHeaders(401, -1);
        }
        return refused;
      });
      run(server.url(), args);
      assertThat(stages(run(server.url(), args, "--dry-run").json()))
          .as("what is there is known, what follows from it not yet")
          .containsExactly(0, 0, 4, 2);
      server.behaves((_, _, _) -> false);
      assertThat(run(server.url(), args).code()).isZero();
      assertThat(stages(run(server.url(), args, "--dry-run").json())).containsOnly(0);
      args.set(args.indexOf(folder.resolve("one").toString()), folder.resolve("two").toString());
      assertThat(stages(run(server.url(), args, "--dry-run").json()))
          .as("the cache has it all")
          .containsOnly(0);
    }
  }

  private static List<Integer> stages(JsonNode document) {
    var calls = new ArrayList<Integer>();
    document.path("stages").forEach(stage -> calls.add(stage.path("calls").asInt()));
    return calls;
  }
}
