package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.JsonLines;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run against a server that misbehaves: truthful outcomes, nothing lost, nothing asked without
 * need, and no key anywhere.
 */
class ServerRunTest {
  static final String KEY = "sk-very-secret-1234567890";

  @TempDir private Path folder;
  private final StringBuilder printed = new StringBuilder();
  private ChatServer server;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void start() throws IOException {
    server = new ChatServer();
    cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", KEY);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    assertThat(printed.toString()).doesNotContain(KEY);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(KEY);
      }
    }
  }

  /** Ten questions of the categories 1 to 4, one at a time. */
  private Cli.Result evalQa(String run, String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url(), "--context", "none"));
    var given = Arrays.asList(more);
    if (!given.contains("--categories")) {
      args.addAll(List.of("--categories", "1,2,3,4", "--limit", "10"));
    }
    if (!given.contains("--concurrency")) {
      args.addAll(List.of("--concurrency", "1"));
    }
    args.addAll(List.of("--run", folder.resolve(run).toString(), "--json"));
    args.addAll(given);
    var result = cli.run(args.toArray(String[]::new));
    printed.append(result.out()).append(result.err());
    return result;
  }

  private List<String> outcomes(String run) {
    return JsonLines.read(folder.resolve(run).resolve("predictions.jsonl")).stream()
        .map(line -> line.path("outcome").asText())
        .toList();
  }

  private static JsonNode overall(Cli.Result result, String metric) {
    return result.json().path("metrics").path(metric).path("overall");
  }

  private List<String> reasons(String run) {
    return JsonLines.read(folder.resolve(run).resolve("predictions.jsonl")).stream()
        .map(line -> line.path("reason").asText())
        .toList();
  }

  @Test
  void everyQuestionIsAskedOnceAndASecondRunCostsNothing() {
    var first = evalQa("one");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(server.received()).isEqualTo(10);
    assertThat(outcomes("one")).hasSize(10).containsOnly("answered");
    JsonNode usage = first.json().path("usage");
    assertThat(usage.path("cached").asInt()).isZero();
    assertThat(usage.path("input_tokens").asInt()).isEqualTo(100);
    assertThat(usage.path("provider_models").path(0).asText()).isEqualTo("m-2026");

    var second = evalQa("two", "--concurrency", "5");
    assertThat(server.received()).isEqualTo(10);
    assertThat(second.json().path("usage").path("cached").asInt()).isEqualTo(10);
    assertThat(folder.resolve("two/scores.jsonl"))
        .hasSameBinaryContentAs(folder.resolve("one/scores.jsonl"));
    assertThat(evalQa("three", "--offline").code()).isZero();
  }

  @Test
  void adversarialQuestionsAreAskedThreeTimes() {
    var result = evalQa("one", "--categories", "5", "--limit", "4");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(server.received()).isEqualTo(12);
    assertThat(overall(result, "choice-both-orders").path("asked").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aPassingFailureIsAskedAgainAndLosesNothing(int status) {
    server.behaves((number, exchange) -> {
      if (number == 2) {
        FakeServer.send(exchange, status, "{\"error\": {\"message\": \"busy\"}}");
      } else if (number == 5) {
        FakeServer.send(exchange, status, "", "Retry-After", "0");
      }
      return number == 2 || number == 5;
    });
    var result = evalQa("one", "--no-cache");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("asking again in ");
    assertThat(outcomes("one")).hasSize(10).containsOnly("answered");
    assertThat(server.received()).isEqualTo(12);
  }

  @Test
  void anExpiredKeyIsExitFourAndTheRunGoesOnWithAGoodOne() {
    server.behaves((number, exchange) -> {
      if (number > 3) {
        FakeServer.send(
            exchange,
            401,
            "{\"error\": {\"message\": \"Incorrect API key provided: " + KEY + "\"}}");
      }
      return number > 3;
    });
    var result = evalQa("one");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("error: ").doesNotContain("\tat ");
    assertThat(server.received()).isEqualTo(4);
    assertThat(outcomes("one")).hasSize(10).endsWith("failed", "failed", "failed");
    assertThat(reasons("one").get(3)).startsWith("key-refused: ");
    assertThat(reasons("one").subList(4, 10)).allMatch(r -> r.startsWith("not asked: key-refused"));
    assertThat(overall(result, "token-f1").path("scored").asInt())
        .as("failures are in no mean")
        .isEqualTo(3);

    server.behaves((_, _) -> false);
    assertThat(evalQa("one").code()).isZero();
    assertThat(server.received()).as("only what was unanswered").isEqualTo(7);
    assertThat(outcomes("one")).hasSize(10).containsOnly("answered");
  }

  @Test
  void aMissingKeyIsFoundBeforeAnythingIsSent() {
    cli.with("OPENAI_API_KEY", "");
    server.behaves((_, exchange) -> {
      FakeServer.send(exchange, 401, "{\"error\": {\"message\": \"no key\"}}");
      return true;
    });
    var result = evalQa("one");
    assertThat(result.code()).isEqualTo(4);
    assertThat(outcomes("one")).hasSize(10).containsOnly("failed");
  }

  @Test
  void filteredCutOffAndEmptyRepliesAreCalledThat() {
    server.behaves((number, exchange) -> {
      switch (number) {
        case 1 -> FakeServer.send(exchange, 200, ChatServer.reply("", "content_filter"));
        case 2 ->
            FakeServer.send(
                exchange,
                400,
                "{\"error\": {\"code\": \"content_filter\", \"message\": \"the prompt\"}}");
        case 3 -> FakeServer.send(exchange, 200, ChatServer.reply("Osl", "length"));
        case 4 -> FakeServer.send(exchange, 200, ChatServer.reply("", "stop"));
        case 5 -> FakeServer.send(exchange, 400, "{\"error\": {\"message\": \"too long\"}}");
        default -> {
          return false;
        }
      }
      return true;
    });
    var result = evalQa("one");
    assertThat(result.code()).as("more than 1 % without a usable answer").isEqualTo(1);
    assertThat(outcomes("one").subList(0, 6))
        .containsExactly("filtered", "filtered", "cut-off", "empty", "failed", "answered");
    assertThat(result.json().path("outcomes").path("filtered").asInt()).isEqualTo(2);
    assertThat(overall(result, "token-f1").path("scored").asInt()).isEqualTo(7);
    assertThat(evalQa("one", "--max-unscored", "30").code()).isZero();
    assertThat(server.received()).as("the failed one is asked again").isEqualTo(11);
  }

  @Test
  void aCostLimitStopsBeforeItIsPassedAndTheRunGoesOnWithoutIt() throws IOException {
    Path prices =
        Files.writeString(
            folder.resolve("prices.json"),
            "{\"date\": \"2026-01-01\", \"source\": \"a test\", \"usd_per_million_tokens\":"
                + " {\"openai\": {\"m\": {\"input\": 1, \"output\": 1000}}}}");
    var result = evalQa("one", "--prices", prices.toString(), "--max-cost", "0.105");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("stopped at the cost limit: ").contains("resumes the run");
    int asked = server.received();
    assertThat(asked).isBetween(1, 9);
    assertThat(evalQa("one").code()).isZero();
    assertThat(server.received()).isEqualTo(10);
  }

  @Test
  void anUnwritablePlaceForTheRunIsTheUsersError() {
    var result = evalQa("/proc/locomo");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: cannot write /proc/locomo").doesNotContain("\tat ");
    assertThat(server.received()).isZero();
  }
}
