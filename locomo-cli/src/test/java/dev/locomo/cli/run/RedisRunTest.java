package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.services.redis.RealRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that share a cache in a real Redis server. */
@Timeout(120)
class RedisRunTest {
  private static final int QUESTIONS = 30;

  @TempDir private Path folder;
  private ChatServer server;
  private RealRedis redis;
  private String address;

  @BeforeEach
  void start() throws IOException {
    server = new ChatServer();
    redis = new RealRedis("user ann on >secret ~* &* +@all");
    address = redis.url("ann:secret@", 1);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    redis.stop();
  }

  private List<String> args(String run, String... more) {
    Path data = Path.of(Cli.DEMO).toAbsolutePath().normalize();
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", data.toString()));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url(), "--context", "none"));
    args.addAll(List.of("--adversarial", "free", "--limit", Integer.toString(QUESTIONS)));
    args.addAll(List.of("--run", folder.resolve(run).toString()));
    args.addAll(Arrays.asList(more));
    return args;
  }

  /** Each with a home of its own: what they share is in Redis alone. */
  private Cli.Result run(String run, String... more) {
    return Cli.at(folder.resolve("home-" + run))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(args(run, more).toArray(String[]::new));
  }

  private JsonNode json(String file) {
    return JsonFiles.read(folder.resolve(file), JsonFiles.MAPPER::readTree);
  }

  private void assertSameScores(String one, String other) {
    for (String name : List.of("scores.jsonl", "report.json")) {
      assertThat(folder.resolve(one).resolve(name))
          .hasSameBinaryContentAs(folder.resolve(other).resolve(name));
    }
  }

  @Test
  void whatOneMachinePaidForTheOtherHas() {
    assertThat(run("one", "--cache", address).code()).isZero();
    assertThat(server.received()).isEqualTo(QUESTIONS);
    var two = run("two", "--cache", address);
    assertThat(two.code()).as(two.err()).isZero();
    assertThat(server.received()).isEqualTo(QUESTIONS);
    assertThat(json("two/manifest.json").path("cached").asInt()).isEqualTo(QUESTIONS);
    assertThat(run("three", "--cache", address, "--offline").code()).isZero();
    assertSameScores("one", "two");
    assertSameScores("one", "three");
    assertThat(folder.resolve("one/spec.json")).content().doesNotContain("secret");
    assertThat(json("one/manifest.json").at("/shared_cache/address").asText())
        .startsWith("redis://127.0.0.1:");
  }

  @Test
  void twoProcessesAtOnceSendNoRequestTwice() throws Exception {
    String[] shared = {"--cache", address, "--requests-per-minute", "100000"};
    var one = Child.start(folder, args("one", shared));
    var two = Child.start(folder, args("two", shared));
    assertThat(one.exitCode()).as(one.said()).isZero();
    assertThat(two.exitCode()).as(two.said()).isZero();
    assertThat(server.received()).isEqualTo(QUESTIONS);
    assertSameScores("one", "two");
  }

  @Test
  void whenRedisStopsInTheMiddleTheRunGoesOnAndSaysSo() {
    server.behaves((number, _) -> {
      if (number == QUESTIONS / 2) {
        redis.stop();
      }
      return false;
    });
    String[] shared = {"--cache", address, "--concurrency", "3", "--tokens-per-minute", "100000"};
    var result = run("cut", shared);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(server.received()).isEqualTo(QUESTIONS);
    assertThat(result.err()).containsOnlyOnce("is lost").doesNotContain("\tat ");
    assertThat(result.err()).doesNotContain("secret");
    assertThat(json("cut/manifest.json").at("/shared_cache/lost")).hasSize(1);

    assertThat(run("cut", "--no-cache").err()).isEmpty();
    run("undisturbed", "--no-cache");
    assertSameScores("cut", "undisturbed");
  }

  @Test
  void whatCannotBeReachedAtTheStartIsAnErrorThatLeavesNoFolder() {
    redis.stop();
    var result = run("none", "--cache", address);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("error: the shared cache redis://127.0.0.1:")
        .doesNotContain("secret");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(run("none", "--cache", "redis://nobody:pass@/x").err())
        .contains("cannot be understood: redis://...@/x");
  }
}
