package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.stack.Meter.MeteringLlm;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeteringLlmTest {
  private static final Price PRICE = new Price(1e6, 2e6);
  private static final ModelSpec MODEL = ModelSpec.parse("openai:m");

  private final Meter meter = new Meter(PRICE);

  private static Reply reply(long millis, boolean cached) {
    return new Reply("a", Finish.STOP, 3, 4, null, null, Duration.ofMillis(millis), cached);
  }

  private MeteringLlm metering(ChatLlm inner) {
    return new MeteringLlm(
        inner,
        PRICE,
        ask -> meter.called(new CallListener.Asked(MODEL, ask)),
        result -> meter.called(new CallListener.Answered(MODEL, result)));
  }

  private void answered(Reply reply) {
    meter.called(
        new CallListener.Answered(
            MODEL, new CallListener.Result(reply, null, Duration.ZERO, null)));
  }

  @Test
  void onlyWhatTheProviderAnsweredIsPaid() throws InterruptedException {
    var llm = metering(new Script(reply(10, false), reply(10, true)));
    llm.ask(Asks.user("q"));
    llm.ask(Asks.user("q"));
    assertThat(meter.usage().answered()).isEqualTo(1);
    assertThat(meter.usage().cached()).isEqualTo(1);
    assertThat(meter.usage().cost()).isEqualTo(11);
  }

  @Test
  void failuresAreCountedByKind() {
    var llm = metering(new Script(Kind.TIMEOUT, Kind.TIMEOUT, Kind.FILTERED));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> llm.ask(Asks.user("q"))).isInstanceOf(ProviderError.class);
    }
    assertThat(meter.usage().failed()).isEqualTo(Map.of(Kind.TIMEOUT, 2L, Kind.FILTERED, 1L));
  }

  @Test
  void percentilesOfAHundredCallsOfOneToAHundredMilliseconds() {
    for (int millis = 1; millis <= 100; millis++) {
      answered(reply(millis, false));
    }
    var latency = meter.usage().latency();
    assertThat(latency.median()).isCloseTo(Duration.ofMillis(50), Duration.ofMillis(1));
    assertThat(latency.p90()).isCloseTo(Duration.ofMillis(90), Duration.ofMillis(1));
    assertThat(latency.p99()).isCloseTo(Duration.ofMillis(99), Duration.ofMillis(1));
    assertThat(latency.longest()).isCloseTo(Duration.ofMillis(100), Duration.ofMillis(1));
  }

  @Test
  void repliesWithoutTokenCountsAreNotTakenForFree() {
    answered(new Reply("a", Finish.STOP, null, null, null, null, Duration.ofMillis(1), false));
    assertThat(meter.usage().withoutTokens()).isEqualTo(1);
    assertThat(new Meter(null).usage().cost()).isNull();
  }
}
