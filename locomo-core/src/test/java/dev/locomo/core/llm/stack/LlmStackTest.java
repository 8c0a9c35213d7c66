package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.StackSettings.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All layers at once, against a server. */
class LlmStackTest {
  private static final String REPLY =
      """
      {"choices": [{"message": {"role": "assistant", "content": "yes"}, "finish_reason": "stop"}],
       "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}}
      """;
  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(3, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
  private static final ModelSpec MODEL = ModelSpec.parse("openai:gpt-4o");

  @TempDir private Path folder;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final Counts counts = new Counts();
  private final StackSettings settings =
      StackSettings.standard(notices::add).withRetry(AT_ONCE).withListener(counts);
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Connection connection(String... keys) {
    return new Connection(
        server.url() + "/v1",
        List.of(keys).stream().map(ApiKey::new).toList(),
        Duration.ofSeconds(20));
  }

  @Test
  void aRunIsCountedAndPriced() throws InterruptedException {
    server.answers(200, REPLY);
    var llm = LlmStack.open(MODEL, connection(), settings.withCache(folder, false));
    llm.ask(Asks.user("a"));
    llm.ask(Asks.user("b"));
    llm.ask(Asks.user("b"));
    assertThat(counts.sent).isEqualTo(2);
    assertThat(counts.answered).isEqualTo(2);
    assertThat(counts.cached).isEqualTo(1);
    assertThat(counts.cost).isEqualTo(0.007);
  }

  @Test
  void aRecordedRunIsRepeatedOfflineWithoutKeyOrServer() throws InterruptedException {
    server.answers(200, REPLY);
    LlmStack.open(MODEL, connection("sk-abcdefghijklmnop"), settings.withCache(folder, false))
        .ask(Asks.user("a"));
    var offline = LlmStack.open(MODEL, connection(), settings.withCache(folder, true));
    assertThat(offline.ask(Asks.user("a")).text()).isEqualTo("yes");
    assertThatThrownBy(() -> offline.ask(Asks.user("b"))).isInstanceOf(ProviderError.class);
    assertThat(server.requests()).hasSize(1);
    assertThat(counts.sent).isEqualTo(1);
    assertThat(counts.failed).isEqualTo(Map.of(Kind.NOT_CACHED, 1));
  }

  @Test
  void aReplyThatWasNoUseIsForgottenByAllLayersUnlessOffline() throws InterruptedException {
    server.answers(200, REPLY);
    var reply =
        LlmStack.open(MODEL, connection(), settings.withCache(folder, false)).ask(Asks.user("a"));
    var offline = LlmStack.open(MODEL, connection(), settings.withCache(folder, true));
    assertThat(offline.forget(Asks.user("a"), reply)).isFalse();
    assertThat(offline.ask(Asks.user("a")).cached()).isTrue();

    var another = LlmStack.open(MODEL, connection(), settings.withCache(folder, false));
    assertThat(another.forget(Asks.user("a"), reply)).isTrue();
    assertThat(another.ask(Asks.user("a")).cached()).isFalse();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void noKeyIsStored() throws Exception {
    server.answers(200, REPLY);
    LlmStack.open(MODEL, connection("sk-abcdefghijklmnop"), settings.withCache(folder, false))
        .ask(Asks.user("a"));
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("abcdefgh").doesNotContain("mnop");
      }
    }
  }

  @Test
  void everyAttemptIsSentAndSaid() throws InterruptedException {
    var hits = new AtomicInteger();
    server.answers(exchange -> {
      int status = hits.incrementAndGet() < 3 ? 503 : 200;
      FakeServer.send(exchange, status, status == 200 ? REPLY : "{}");
    });
    var llm = LlmStack.open(MODEL, connection(), settings);
    assertThat(llm.ask(Asks.user("a")).text()).isEqualTo("yes");
    assertThat(counts.sent).isEqualTo(3);
    assertThat(counts.retries).isEqualTo(2);
    assertThat(counts.failed).isEmpty();
    assertThat(notices).as("one line for those of one reason").hasSize(1);
    assertThat(notices.getFirst()).startsWith("asking again in ").contains("503");
  }

  @Test
  void aRefusedKeyIsSaidOnceAndMasked() throws InterruptedException {
    server.answers(exchange -> {
      boolean good = exchange.getRequestHeaders().getFirst("Authorization").endsWith("-good-1234");
      FakeServer.send(exchange, good ? 200 : 401, good ? REPLY : "{}");
    });
    var llm = LlmStack.open(MODEL, connection("sk-abcd-bad-5678", "sk-abcd-good-1234"), settings);
    for (int i = 0; i < 4; i++) {
      assertThat(llm.ask(Asks.user("a" + i)).text()).isEqualTo("yes");
    }
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("...5678")
        .doesNotContain("sk-abcd")
        .contains("401");
  }

  @Test
  void theCostLimitIsNotPassed() throws InterruptedException {
    server.answers(200, REPLY);
    var llm =
        LlmStack.open(
            MODEL,
            connection(),
            settings.withLimits(new Limits(8, null, null, new CostCappingLlm.Limit(0.0037))));
    var ask = Asks.full("gpt-4o");
    llm.ask(ask);
    assertThatThrownBy(() -> llm.ask(ask))
        .isInstanceOfSatisfying(
            ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.COST_LIMIT));
    assertThat(counts.cost).isEqualTo(0.0035);
  }

  private void refusesTemperature() {
    server.reacts((exchange, request) -> {
      boolean refused = request.body().contains("\"temperature\"");
      FakeServer.send(
          exchange,
          refused ? 400 : 200,
          refused ? "{\"error\": {\"message\": \"'temperature' is not supported\"}}" : REPLY);
    });
  }

  @Test
  void aRefusedParameterIsNoFailedAttempt() throws InterruptedException {
    refusesTemperature();
    var llm = LlmStack.open(MODEL, connection(), settings.withRetry(RetryPolicy.NEVER));
    assertThat(llm.ask(Asks.full("gpt-4o")).text()).isEqualTo("yes");
    assertThat(llm.ask(Asks.full("gpt-4o").repeated(1)).text()).isEqualTo("yes");
    assertThat(server.requests()).hasSize(3);
    assertThat(counts.sent).isEqualTo(3);
    assertThat(counts.retries).isZero();
    assertThat(counts.failed).isEmpty();
    assertThat(notices).singleElement().asString().contains("temperature");
  }

  @Test
  void theCacheIsAskedForWhatWasReallySentAlsoOffline() throws InterruptedException {
    refusesTemperature();
    LlmStack.open(MODEL, connection(), settings.withCache(folder, false)).ask(Asks.full("gpt-4o"));
    LlmStack.open(MODEL, connection(), settings.withCache(folder, false)).ask(Asks.full("gpt-4o"));
    assertThat(server.requests()).as("refused, answered, refused, cached").hasSize(3);
    var offline = LlmStack.open(MODEL, connection(), settings.withCache(folder, true));
    assertThat(offline.ask(Asks.full("gpt-4o")).cached()).isTrue();
    server.answers(200, REPLY);
    LlmStack.open(MODEL, connection(), settings.withCache(folder, false)).ask(Asks.full("gpt-4o"));
    assertThat(server.requests()).as("with a temperature it is another request").hasSize(4);
  }

  @Test
  void theCostLimitCountsTheRoomForReasoning() {
    server.answers(200, REPLY);
    var llm =
        LlmStack.open(
            ModelSpec.parse("openai:gpt-5"),
            connection(),
            settings.withLimits(new Limits(8, null, null, new CostCappingLlm.Limit(0.1))));
    assertThatThrownBy(() -> llm.ask(Asks.full("gpt-5"))).hasMessageContaining("may cost 0.164");
    assertThat(notices).singleElement().asString().contains("openai:gpt-5", "temperature");
  }

  @Test
  void aCostLimitNeedsAPrice() {
    var limited = settings.withLimits(new Limits(1, null, null, new CostCappingLlm.Limit(1.0)));
    var unknown = ModelSpec.parse("openai:gpt-9");
    assertThatThrownBy(() -> LlmStack.open(unknown, connection(), limited))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("openai:gpt-9");
  }

  @Test
  void offlineWithoutACacheNobodyIsAsked() {
    var offline = LlmStack.open(MODEL, connection(), settings.withNobody());
    assertThatThrownBy(() -> offline.ask(Asks.user("a")))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("nor on the run's record");
    assertThat(counts.failed).isEqualTo(Map.of(Kind.NOT_CACHED, 1));
  }
}
