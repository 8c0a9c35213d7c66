package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Main;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions asked several times: every repeat is a request, a line and a part of a mean. */
class RepeatsRunTest {
  private static final String DATA =
      """
      [{"sample_id": "s", "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
          "session_1": [{"speaker": "Ann", "dia_id": "D1:1", "text": "I live in Oslo."}]},
        "qa": [{"question": "Where does Ann live?", "answer": "Oslo", "evidence": ["D1:1"], "category": 4},
               {"question": "Who lives in Oslo?", "answer": "Ann", "evidence": ["D1:1"], "category": 4},
               {"question": "Where does Ben live?", "adversarial_answer": "Oslo", "evidence": ["D1:1"], "category": 5}]}]
      """;

  @TempDir Path folder;
  private final FakeServer server;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  RepeatsRunTest() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Right every second time that a seed is odd. */
  private void answers(AtomicInteger failures) {
    server.answersEach(request -> {
      JsonNode body = request.json();
      boolean who = body.toString().contains("Who lives");
      boolean second = body.path("seed").asInt() % 2 == 1;
      String text = who ? "Ann" : second ? "Oslo" : "Rome";
      var reply = JsonFiles.MAPPER.createObjectNode();
      var choice = reply.putArray("choices").addObject().put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", text);
      failures.incrementAndGet();
      return reply.toString();
    });
  }

  private int run(String run, String... more) throws IOException {
    Path data = Files.writeString(folder.resolve("data.json"), DATA);
    var all =
        new ArrayList<>(
            List.of("eval-qa", "--data-file", data.toString(), "--model", "openai:gpt-x"));
    all.addAll(
        List.of("--base-url", server.url() + "/v1", "--run", folder.resolve(run).toString()));
    all.addAll(
        List.of(
            "--cache", folder.resolve("cache").toString(), "--adversarial", "free", "--seed", "0"));
    all.addAll(List.of(more));
    return locomo(all.toArray(String[]::new));
  }

  private int locomo(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var keys = Map.of("OPENAI_API_KEY", "sk-test-1234567890");
    return Main.run(new PrintWriter(out), new PrintWriter(err), keys, args);
  }

  @Test
  void eachRepeatAsksAnewEveryLineNamesItAndScoresAreMeans() throws IOException {
    answers(new AtomicInteger());
    assertThat(run("once")).as(err.toString()).isZero();
    assertThat(server.requests()).hasSize(3);
    assertThat(run("four", "--repeats", "4")).as(err.toString()).isZero();
    // The first repeat is the request of the run before and is in the cache.
    assertThat(server.requests()).hasSize(3 + 9);
    List<String> lines = Files.readAllLines(folder.resolve("four/predictions.jsonl"));
    assertThat(lines).hasSize(12).allMatch(line -> line.contains("\"repeat\":"));
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("have an answer, each asked 4 times: means 50.0, 100.0, 50.0, 100.0")
        .contains("50.0 % of the questions got different scores")
        .contains("by the system's noise");
    assertThat(run("four", "--repeats", "4", "--json")).isZero();
    assertThat(server.requests()).hasSize(12);
    JsonNode document = JsonFiles.MAPPER.readTree(out.toString());
    assertThat(document.path("repeats").asInt()).isEqualTo(4);
    assertThat(document.at("/metrics/token-f1/categories_1_4/mean").asDouble()).isEqualTo(0.75);
    assertThat(document.at("/noise/token-f1/flips/flipped").asInt()).isEqualTo(1);
    assertThat(run("four", "--repeats", "3")).isEqualTo(2);
  }

  @Test
  void aRunThatLostRepeatsIsResumedAndComparedByMeans() throws IOException {
    answers(new AtomicInteger());
    assertThat(run("once")).isZero();
    assertThat(run("two", "--repeats", "2")).isZero();
    Path file = folder.resolve("two/predictions.jsonl");
    var lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 3));
    int before = server.requests().size();
    assertThat(run("two", "--repeats", "2", "--cache", folder.resolve("c2").toString()))
        .isNotZero();
    assertThat(run("two", "--repeats", "2")).as(err.toString()).isZero();
    assertThat(server.requests()).hasSize(before);
    assertThat(Files.readAllLines(file)).hasSize(6);
    assertThat(
            locomo(
                "compare",
                folder.resolve("once").toString(),
                folder.resolve("two").toString(),
                "--json"))
        .isZero();
    JsonNode compared = JsonFiles.MAPPER.readTree(out.toString());
    assertThat(compared.at("/comparisons/0/questions/0/run").asDouble()).isEqualTo(0.5);
    assertThat(compared.path("settings").toString()).contains("\"name\":\"repeats\"");
    assertThat(locomo("report", "--run", folder.resolve("two").toString())).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("have an answer, each asked 2 times");
  }

  @Test
  void whatCannotDifferIsNotAskedAgain() throws IOException {
    Path data = Files.writeString(folder.resolve("data.json"), DATA);
    assertThat(locomo("eval-qa", "--data-file", data.toString(), "--repeats", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("always answers the same");
    assertThat(run("r", "--repeats", "0")).isEqualTo(2);
    assertThat(run("r", "--repeats", "2", "--protocol", "reference")).isEqualTo(2);
  }
}
