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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to models that do not take everything, from the command line to the wire. */
@Timeout(120)
class RequestsRunTest {
  @TempDir private Path folder;
  private FakeServer server;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    cli = Cli.at(folder.resolve("home"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Cli.Result run(String verb, String... more) {
    var args = new ArrayList<>(Arrays.asList(verb.split(" ")));
    args.addAll(List.of("--base-url", server.url() + "/v1", "--attempts", "1", "--no-cache"));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  private Cli.Result evalQa(String model, String... more) {
    var args = new ArrayList<>(List.of("--data-file", Cli.DEMO, "--model", model));
    args.addAll(List.of("--run", folder.resolve("run").toString(), "--json", "--limit", "12"));
    args.addAll(List.of("--context", "none", "--categories", "1,2,3,4"));
    args.addAll(List.of(more));
    return run("eval-qa", args.toArray(String[]::new));
  }

  private JsonNode file(String name) {
    return JsonFiles.read(folder.resolve("run").resolve(name), JsonFiles.MAPPER::readTree);
  }

  /** A deployment of a model that reasons, under a name that says nothing. */
  private static String refusal(JsonNode request) {
    if (request.has("temperature")) {
      return "Unsupported value: 'temperature' does not support 0 with this model.";
    }
    return request.has("max_tokens")
        ? "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        : "";
  }

  private void isPicky(AtomicInteger left) {
    server.reacts((exchange, request) -> {
      String refused = refusal(request.json());
      if (!refused.isEmpty()) {
        FakeServer.send(exchange, 400, "{\"error\": {\"message\": \"" + refused + "\"}}");
      } else if (left.getAndDecrement() > 0) {
        FakeServer.send(exchange, 200, ChatServer.reply("a bicycle", "stop"));
      } else {
        FakeServer.send(exchange, 500, "{}");
      }
    });
  }

  @Test
  void anUnknownDeploymentIsLearnedOnceSaidOnceAndRemembered() {
    isPicky(new AtomicInteger(4));
    var first = evalQa("openai:my-deployment", "--concurrency", "4");
    assertThat(first.code()).as(first.err()).isNotZero();
    assertThat(first.err().lines().filter(line -> line.contains("does not take")))
        .singleElement()
        .asString()
        .contains("openai:my-deployment", "temperature", "max_tokens", "my-deployment");
    assertThat(file("manifest.json").path("refused_parameters").toString())
        .isEqualTo("{\"openai:my-deployment\":[\"temperature\",\"max_tokens\"]}");
    assertThat(file("spec.json").at("/settings/requests").isMissingNode()).isTrue();

    int before = server.requests().size();
    isPicky(new AtomicInteger(100));
    var second = evalQa("openai:my-deployment", "--concurrency", "4");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).doesNotContain("does not take");
    var asked = server.requests().subList(before, server.requests().size());
    assertThat(asked).hasSize(8).allSatisfy(r -> assertThat(refusal(r.json())).isEmpty());
    assertThat(file("manifest.json").at("/refused_parameters/openai:my-deployment")).hasSize(2);
  }

  @Test
  void aKnownFamilyIsNeverAskedForWhatItRefuses() {
    isPicky(new AtomicInteger(100));
    var result = evalQa("openai:gpt-5-mini");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(server.requests()).hasSize(12);
    assertThat(result.err()).containsOnlyOnce("openai:gpt-5-mini is asked without temperature");
    assertThat(file("spec.json").at("/settings/requests").asText())
        .isEqualTo("openai:gpt-5-mini without top_p, temperature, 16384 tokens for reasoning");
    assertThat(file("manifest.json").has("refused_parameters")).isFalse();
  }

  @Test
  void aRunIsNotContinuedWithOtherOptions() {
    isPicky(new AtomicInteger(100));
    assertThat(evalQa("openai:m", "--temperature", "none").code()).isZero();
    assertThat(file("spec.json").at("/settings/temperature").asText()).isEqualTo("none");
    var other = evalQa("openai:m", "--request-field", "enable_thinking=false");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("temperature", "request_fields");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eval-qa --data-file DEMO --limit 2 --run DIR --model openai:m",
        "eval-dialog --data-file DEMO --max-turns 2 --run DIR --model openai:m",
        "eval-events --data-file DEMO --sessions 1 --run DIR --model openai:m --verifier openai:v"
            + " --verifier-base-url URL --force",
        "annotate summaries --data-file DEMO --overwrite --out-file OUT --run DIR --model openai:m",
        "judge --data-file DEMO --predictions PREDICTIONS --out DIR --judge openai:m",
        "judge calibrate --data-file DEMO --per-kind 1 --out DIR --judge openai:m",
        "generate --out-dir DIR --description Ann --model openai:m"
      })
  void everyVerbThatAsksSendsWhatTheUserWants(String verb) throws IOException {
    server.answers(200, ChatServer.reply("no JSON at all", "stop"));
    Path predictions = folder.resolve("p.jsonl");
    Files.writeString(predictions, "{\"question_id\": \"demo-1/0\", \"prediction\": \"x\"}\n");
    String sample =
        JsonFiles.read(Path.of(Cli.DEMO), JsonFiles.MAPPER::readTree).at("/0/sample_id").asText();
    Files.writeString(
        predictions, "{\"question_id\": \"" + sample + "/0\", \"prediction\": \"x\"}\n");
    String typed =
        verb.replace("DEMO", Cli.DEMO)
            .replace("PREDICTIONS", predictions.toString())
            .replace("OUT", folder.resolve("out.json").toString())
            .replace("URL", server.url() + "/v1")
            .replace("DIR", folder.resolve("run").toString());
    var result =
        run(
            typed,
            "--temperature",
            "0.25",
            "--reasoning-effort",
            "low",
            "--request-field",
            "enable_thinking=false",
            "--request-field",
            "chat_template_kwargs={\"enable_thinking\":false}");
    assertThat(result.err()).doesNotContain("unknown option");
    assertThat(server.requests())
        .as(result.err())
        .isNotEmpty()
        .allSatisfy(request -> {
          JsonNode body = request.json();
          assertThat(body.path("temperature").doubleValue()).isEqualTo(0.25);
          assertThat(body.path("reasoning_effort").asText()).isEqualTo("low");
          assertThat(body.path("enable_thinking").asText()).isEqualTo("false");
          assertThat(body.at("/chat_template_kwargs/enable_thinking").asText()).isEqualTo("false");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--temperature hot",
        "--request-field enable_thinking=False",
        "--request-field model=\"x\"",
        "--reasoning-effort minimal"
      })
  void whatCannotBeSentIsAnErrorBeforeAnythingIs(String option) {
    var result = evalQa("openai:o3", option.split(" "));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aDryRunCountsTheRoomForReasoning() {
    JsonNode plain = evalQa("openai:gpt-4o", "--dry-run").json();
    JsonNode reasons = evalQa("openai:gpt-5", "--dry-run").json();
    assertThat(reasons.path("output_tokens_at_most").asLong())
        .isEqualTo(plain.path("output_tokens_at_most").asLong() + 12 * 16384);
    JsonNode none = evalQa("openai:gpt-5.1", "--dry-run", "--reasoning-effort", "none").json();
    assertThat(none.path("output_tokens_at_most")).isEqualTo(plain.path("output_tokens_at_most"));
  }

  @Test
  void anUnknownPriceStopsNoRunWithoutALimit() {
    isPicky(new AtomicInteger(100));
    var result = evalQa("openai:nobody-knows");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().at("/usage/cost_usd").isNumber()).isFalse();
  }
}
