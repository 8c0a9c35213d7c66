package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.JsonLines;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole conversations against a server that keeps the beginnings of prompts once it has answered
 * them, as OpenAI does by itself and Anthropic where it is asked to.
 */
class PrefixCacheRunTest {
  private static final int CHARACTERS_A_TOKEN = 4;

  /** OpenAI keeps whole blocks of so many tokens, from 1024 tokens on. */
  private static final int BLOCK = 128;

  @TempDir private Path folder;
  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private Tokens counted = Tokens.NONE;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.reacts((exchange, request) -> {
      boolean anthropic = request.path().endsWith("/messages");
      String reply = anthropic ? anthropic(request.json()) : openAi(request.json());
      FakeServer.send(exchange, 200, reply);
    });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String openAi(JsonNode request) {
    String prompt = request.path("messages").toString();
    int block = BLOCK * CHARACTERS_A_TOKEN;
    int blocks = prompt.length() / block;
    int held = blocks;
    while (held > 0 && !kept.contains(prompt.substring(0, held * block))) {
      held--;
    }
    for (int i = 1024 / BLOCK; i <= blocks; i++) {
      kept.add(prompt.substring(0, i * block));
    }
    long input = prompt.length() / CHARACTERS_A_TOKEN;
    count(new Tokens(input, 2, new Tokens.Prefix((long) held * BLOCK, 0)));
    return """
    {"id": "1", "model": "m", "choices": [{"index": 0, "finish_reason": "stop", "message":
     {"role": "assistant", "content": "a"}}], "usage": {"prompt_tokens": %d,
     "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": %d}}}
    """
        .formatted(input, held * BLOCK);
  }

  private String anthropic(JsonNode request) {
    var text = new StringBuilder(request.path("system").toString());
    long marked = 0;
    for (JsonNode block : request.at("/messages/0/content")) {
      text.append(block.path("text").asText());
      if (block.path("cache_control").path("type").asText().equals("ephemeral")) {
        marked = text.length() / CHARACTERS_A_TOKEN;
      }
    }
    long all = text.length() / CHARACTERS_A_TOKEN;
    boolean held = !kept.add(text.substring(0, (int) marked * CHARACTERS_A_TOKEN));
    var prefix = held ? new Tokens.Prefix(marked, 0) : new Tokens.Prefix(0, marked);
    count(new Tokens(all, 2, prefix));
    return """
    {"id": "1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
     "content": [{"type": "text", "text": "a"}], "usage": {"input_tokens": %d,
     "cache_read_input_tokens": %d, "cache_creation_input_tokens": %d, "output_tokens": 2}}
    """
        .formatted(all - marked, prefix.read(), prefix.written());
  }

  private synchronized void count(Tokens more) {
    counted = counted.plus(more);
  }

  private Cli.Result evalQa(String model, String... more) {
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", "k")
        .with("ANTHROPIC_API_KEY", "k")
        .run(
            Stream.concat(
                    Stream.of(
                        "eval-qa",
                        "--data-file",
                        Cli.DEMO,
                        "--model",
                        model,
                        "--base-url",
                        server.url() + "/v1",
                        "--context",
                        "full",
                        "--json",
                        "--run",
                        folder.resolve("run").toString()),
                    Stream.of(more))
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"openai:gpt-4o-mini", "anthropic:claude-sonnet-4-5"})
  void nineTokensOfTenComeFromTheProvidersCacheAndTheCostIsThatOfThePriceTable(String model) {
    var result = evalQa(model, "--concurrency", "8");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode usage = result.json().path("usage");
    assertThat(usage.path("input_tokens").asLong()).isEqualTo(counted.input());
    assertThat(usage.path("cached_input_tokens").asLong()).isEqualTo(counted.prefix().read());
    assertThat(usage.path("cache_write_tokens").asLong()).isEqualTo(counted.prefix().written());
    assertThat((double) counted.prefix().read() / counted.input()).isGreaterThan(0.9);
    String[] of = model.split(":");
    double cost = Prices.builtIn().of(Provider.named(of[0]), of[1]).orElseThrow().cost(counted);
    assertThat(usage.path("cost_usd").asDouble()).isCloseTo(cost, within(1e-9));
    assertThat(kept).hasSizeGreaterThan(1);
  }

  @Test
  void aDryRunTellsTheCostWithAndWithoutTheCache() {
    JsonNode estimate = evalQa("anthropic:claude-sonnet-4-5", "--dry-run").json();
    double input = estimate.path("input_tokens").asDouble();
    assertThat(estimate.path("cached_input_tokens").asDouble() / input).isBetween(0.9, 1.0);
    double cost = estimate.path("cost_usd_with_prefix_cache").asDouble();
    assertThat(cost).isPositive().isLessThan(estimate.path("cost_usd_at_most").asDouble());
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aLineSaysWhatCameFromTheCache() {
    evalQa("anthropic:claude-sonnet-4-5", "--concurrency", "1", "--limit", "3");
    var lines = JsonLines.read(folder.resolve("run/predictions.jsonl"));
    assertThat(lines.getFirst().path("cache_write_tokens").asLong()).isPositive();
    assertThat(lines.getFirst().has("cached_input_tokens")).isFalse();
    assertThat(lines.get(1).path("cached_input_tokens").asLong())
        .isEqualTo(lines.getFirst().path("cache_write_tokens").asLong());
    JsonNode manifest =
        JsonFiles.read(folder.resolve("run/manifest.json"), JsonFiles.MAPPER::readTree);
    assertThat(manifest.path("cost_usd").asDouble()).isPositive();
  }
}
