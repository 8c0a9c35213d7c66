package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.gen.WriterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What came to no good end can be asked for again by every verb that makes a run, and no cache
 * stands in the way.
 */
@Timeout(300)
class RetryRunTest {
  /** No reader of any verb can use it. */
  private static final String BROKEN = "{ broken";

  private static final Pattern NUMBERED = Pattern.compile("(?m)^(\\d+)\\. ");

  @TempDir private Path folder;
  private final AtomicInteger received = new AtomicInteger();
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void says(Function<JsonNode, String> model) {
    says(model, "stop");
  }

  private void says(Function<JsonNode, String> model, String finish) {
    received.set(0);
    server.answersEach(request -> {
      received.incrementAndGet();
      return ChatServer.reply(model.apply(request.json()), finish);
    });
  }

  private static String user(JsonNode request) {
    return request.path("messages").path(1).path("content").asText();
  }

  private Cli.Result run(List<String> args, String... more) {
    var all = new ArrayList<>(args);
    all.addAll(List.of("--base-url", server.url() + "/v1", "--concurrency", "1", "--json"));
    all.addAll(Arrays.asList(more));
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(all.toArray(String[]::new));
  }

  private List<String> evalQa(String run, String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO, "--model", "openai:m"));
    args.addAll(List.of("--context", "none", "--run", folder.resolve(run).toString()));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private static String answers(JsonNode request) {
    ObjectNode answers = JsonFiles.MAPPER.createObjectNode();
    NUMBERED.matcher(user(request)).results().forEach(m -> answers.put(m.group(1), "Oslo"));
    return answers.toString();
  }

  @Test
  void anUnreadableBatchIsAskedAgainByTheSameCommandAndByAnotherRun() {
    var args = evalQa("one", "--categories", "1,2,3,4", "--limit", "6", "--batch-size", "3");
    says(_ -> BROKEN);
    assertThat(run(args).code()).isEqualTo(1);
    assertThat(received).hasValue(2);
    assertThat(run(args).code()).isEqualTo(1);
    assertThat(received).as("the cache does not fail it again").hasValue(4);

    says(RetryRunTest::answers);
    var other = evalQa("two", "--categories", "1,2,3,4", "--limit", "6", "--batch-size", "3");
    assertThat(run(other).code()).isZero();
    assertThat(received).hasValue(2);
    assertThat(run(args).code()).as("what was readable is in the cache").isZero();
    assertThat(received).hasValue(2);
  }

  @Test
  void cutOffAnswersAreAskedAgainOnlyWhereThatIsWished() {
    var args = evalQa("one", "--categories", "4", "--limit", "4");
    says(_ -> "Os", "length");
    run(args);
    says(_ -> "Oslo");
    assertThat(run(args).json().path("outcomes").path("cut-off").asInt()).isEqualTo(4);
    assertThat(received).as("that is the end of it").hasValue(0);
    var retried = run(args, "--retry-failed");
    assertThat(received).as("not from the cache").hasValue(4);
    assertThat(retried.json().path("outcomes").path("answered").asInt()).isEqualTo(4);
    run(args, "--retry-failed");
    assertThat(received).as("what has a good answer is left alone").hasValue(4);
  }

  @Test
  void lostAnswersToChoicesMakeTheExitCode() {
    var args = evalQa("one", "--categories", "5", "--limit", "2");
    says(request -> user(request).contains("a or b alone") ? "hm" : "Oslo");
    var result = run(args);
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("100.0 % of the questions");
    says(_ -> "a");
    assertThat(run(args).code()).isZero();
    assertThat(received).as("the choices, both ways round").hasValue(4);
  }

  @Test
  void unreadableVerdictsAreAskedForAgain() throws IOException {
    Path answers =
        Files.writeString(
            folder.resolve("answers.jsonl"),
            "{\"question_id\": \"demo-1/0\", \"prediction\": \"Oslo\"}\n");
    var args = new ArrayList<>(List.of("judge", "--data-file", Cli.DEMO, "--judge", "openai:j"));
    args.addAll(List.of("--predictions", answers.toString(), "--limit", "1", "--rubric", "strict"));
    says(_ -> BROKEN);
    assertThat(run(args, "--out", folder.resolve("one").toString()).code()).isEqualTo(1);
    says(_ -> "{\"verdict\": \"correct\", \"reason\": \"\"}");
    assertThat(run(args, "--out", folder.resolve("one").toString()).code()).isEqualTo(1);
    assertThat(received).as("one that cannot be read is a result").hasValue(0);
    assertThat(run(args, "--out", folder.resolve("two").toString()).code()).isZero();
    assertThat(received).as("but not one for another run").hasValue(1);
    var retried = run(args, "--out", folder.resolve("one").toString(), "--retry-failed");
    assertThat(retried.code()).as(retried.err()).isZero();
    assertThat(received).as("the cache has the readable one now").hasValue(1);
  }

  @Test
  void calibrationIsNoDifferent() {
    var args = new ArrayList<>(List.of("judge", "calibrate", "--data-file", Cli.DEMO));
    args.addAll(List.of("--judge", "openai:j", "--per-kind", "1"));
    args.addAll(List.of("--out", folder.resolve("one").toString()));
    says(_ -> BROKEN);
    run(args);
    int all = received.get();
    says(_ -> "{\"verdict\": \"correct\", \"reason\": \"\"}");
    run(args);
    assertThat(received).hasValue(0);
    assertThat(run(args, "--retry-failed").json().at("/judges/0/kinds/0/judged").asInt())
        .isPositive();
    assertThat(received).hasValue(all);
  }

  /**
   * A verb whose calls are on record: the run comes to the same end when it is resumed, another run
   * asks, and so does this one where it is wished.
   */
  private void onRecord(List<String> args, Function<JsonNode, String> good, int items, int tries) {
    says(_ -> BROKEN);
    var failed = run(args, "--run", folder.resolve("one").toString());
    assertThat(failed.code()).as(failed.err()).isEqualTo(1);
    assertThat(received).hasValue(items * tries);
    run(args, "--run", folder.resolve("one").toString());
    assertThat(received).as("a resumed run comes to the same end").hasValue(items * tries);
    run(args, "--run", folder.resolve("two").toString());
    assertThat(received).as("no cache gives it again").hasValue(2 * items * tries);

    var one = folder.resolve("one").toString();
    assertThat(needed(args, "--run", one)).isZero();
    assertThat(needed(args, "--run", one, "--retry-failed")).isEqualTo(items);
    says(good);
    var retried = run(args, "--run", folder.resolve("one").toString(), "--retry-failed");
    assertThat(retried.code()).as(retried.err()).isZero();
    assertThat(received).hasValue(items);
    assertThat(run(args, "--run", folder.resolve("one").toString()).code()).isZero();
    assertThat(run(args, "--run", folder.resolve("two").toString(), "--retry-failed").code())
        .isZero();
    assertThat(received).as("good ones are cached").hasValue(items);
  }

  /** The requests that a dry run counts. */
  private int needed(List<String> args, String... more) {
    var all = new ArrayList<>(Arrays.asList(more));
    all.add("--dry-run");
    JsonNode document = run(args, all.toArray(String[]::new)).json();
    int calls = document.path("calls").asInt();
    for (JsonNode stage : document.path("stages")) {
      calls += stage.path("stage").asText().equals("summarize") ? stage.path("calls").asInt() : 0;
    }
    return calls;
  }

  @Test
  void turnsThatCouldNotBeWrittenAreWritten() {
    var args = new ArrayList<>(List.of("eval-dialog", "--data-file", Cli.DEMO, "--max-turns", "3"));
    args.addAll(List.of("--model", "openai:m"));
    onRecord(args, _ -> "{\"text\": \"I bought a boat.\"}", 3, 3);
  }

  @Test
  void sessionsThatCouldNotBeAnnotatedAreAnnotated() throws IOException {
    JsonNode demo = JsonFiles.read(Path.of(Cli.DEMO), JsonFiles.MAPPER::readTree);
    demo.forEach(sample -> ((ObjectNode) sample).remove("observation"));
    Path bare = Files.writeString(folder.resolve("bare.json"), demo.toString());
    var args = new ArrayList<>(List.of("annotate", "observations"));
    args.addAll(List.of("--data-file", bare.toString(), "--model", "openai:m"));
    args.addAll(List.of("--overwrite", "--samples", "demo-1"));
    args.addAll(List.of("--out-file", folder.resolve("out.json").toString()));
    int sessions = 6;
    onRecord(
        args,
        request -> {
          String user = user(request);
          String speaker =
              user.substring(user.lastIndexOf("{\"") + 2, user.indexOf("\": [[\"a fact\""));
          return "{\"" + speaker + "\": []}";
        },
        sessions,
        3);
  }

  @Test
  void eventsThatCouldNotBeReadOrWereCutOffAreAskedForAgain() throws IOException {
    Path data = Files.writeString(folder.resolve("small.json"), EventsServer.DATA);
    var args = new ArrayList<>(List.of("eval-events", "--data-file", data.toString()));
    args.addAll(List.of("--model", "openai:m", "--verifier", "lexical"));
    Function<JsonNode, String> good = _ -> "{\"events\": [{\"event\": \"A dog is adopted.\"}]}";
    onRecord(args, good, 2, 2);

    var cut = List.of("--run", folder.resolve("cut").toString(), "--seed", "7");
    says(_ -> "{\"events\": [{\"event\": \"A dog is adopted.\"}, {\"ev", "length");
    var first = run(args, cut.toArray(String[]::new));
    assertThat(first.json().path("outcomes").path("cut-off").asInt()).isEqualTo(2);
    says(good);
    run(args, cut.toArray(String[]::new));
    assertThat(received).hasValue(0);
    args.add("--retry-failed");
    var retried = run(args, cut.toArray(String[]::new));
    assertThat(received).hasValue(2);
    assertThat(retried.json().path("outcomes").path("answered").asInt()).isEqualTo(2);
  }

  @Test
  void aConversationThatFailedIsNoDeadEnd() throws IOException {
    Path personas = Files.writeString(folder.resolve("msc.json"), WithWriter.MSC);
    try (var writer = new WriterServer(0)) {
      var args = new ArrayList<>(List.of("generate", "--model", "openai:m"));
      args.addAll(List.of("--base-url", writer.url(), "--personas", personas.toString()));
      args.addAll(List.of("--embedder", "bm25", "--num-sessions", "2", "--num-days", "60"));
      args.addAll(List.of("--out-dir", folder.resolve("one").toString(), "--json"));
      var cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", ServerRunTest.KEY);
      writer.answers(prompt -> prompt.startsWith("You write the life") ? BROKEN : "");
      var failed = cli.run(args.toArray(String[]::new));
      assertThat(failed.code()).as(failed.err()).isEqualTo(1);
      int asked = writer.received();
      assertThat(cli.run(args.toArray(String[]::new)).code()).isEqualTo(1);
      assertThat(writer.received()).isEqualTo(asked);

      writer.answers(_ -> "");
      args.add("--retry-failed");
      var made = cli.run(args.toArray(String[]::new));
      assertThat(made.code()).as(made.err()).isZero();
      assertThat(made.json().path("whole").asInt()).isEqualTo(1);
      int all = writer.received();
      assertThat(cli.run(args.toArray(String[]::new)).code()).isZero();
      assertThat(writer.received()).as("what is whole is left alone").isEqualTo(all);
    }
  }
}
