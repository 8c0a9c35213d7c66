package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingLlmTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(1));
  private final FakeTime time = new FakeTime();
  private final List<ProviderError> retried = new ArrayList<>();

  private RetryingLlm around(Script script) {
    return new RetryingLlm(
        script,
        POLICY,
        new RetryingLlm.Waiting(time, new Random(1)),
        (error, wait) -> retried.add(error));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlyWhatMayPassIsAskedAgain(Kind kind) throws InterruptedException {
    var script = new Script(kind, "yes");
    if (kind.retryable()) {
      assertThat(around(script).ask(Asks.user("q")).text()).isEqualTo("yes");
      assertThat(retried).hasSize(1);
    } else {
      var error =
          catchThrowableOfType(ProviderError.class, () -> around(script).ask(Asks.user("q")));
      assertThat(error.kind()).isEqualTo(kind);
      assertThat(script.asked).isEqualTo(1);
      assertThat(retried).isEmpty();
    }
  }

  @Test
  void theAttemptsAreBoundedAndTheirWaitsToo() {
    var script = new Script(Kind.UNAVAILABLE);
    var error = catchThrowableOfType(ProviderError.class, () -> around(script).ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(script.asked).isEqualTo(4);
    assertThat(time.slept).hasSize(3);
    assertThat(time.slept.get(0)).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    assertThat(time.slept.get(1)).isBetween(Duration.ZERO, Duration.ofSeconds(2));
    assertThat(time.slept.get(2)).isBetween(Duration.ZERO, Duration.ofSeconds(3));
  }

  @Test
  void whatTheProviderAsksForIsWaitedAtLeast() throws InterruptedException {
    var script = new Script(Script.error(Kind.RATE_LIMITED, Duration.ofSeconds(20)), "yes");
    around(script).ask(Asks.user("q"));
    assertThat(time.slept.getFirst()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
  }

  @Test
  void aWaitThatPassesTheTotalIsNotBegun() {
    var script = new Script(Script.error(Kind.RATE_LIMITED, Duration.ofSeconds(61)), "yes");
    var error = catchThrowableOfType(ProviderError.class, () -> around(script).ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(time.slept).isEmpty();
  }

  @Test
  void retriesOfAKindAreToldEveryTenSecondsWithTheirNumber() throws InterruptedException {
    var lines = new ArrayList<String>();
    var notices = new RetryingLlm.Notices(time, lines::add);
    var slow = new ProviderError(Kind.RATE_LIMITED, "too many", null, null);
    notices.accept(slow, Duration.ofMillis(700));
    notices.accept(slow, Duration.ofMillis(800));
    notices.accept(new ProviderError(Kind.TIMEOUT, "late", null, null), Duration.ofSeconds(2));
    time.sleep(Duration.ofMillis(9_999));
    notices.accept(slow, Duration.ofMillis(900));
    time.sleep(Duration.ofMillis(1));
    notices.accept(slow, Duration.ofMillis(1000));
    time.sleep(Duration.ofSeconds(60));
    notices.accept(slow, Duration.ofMillis(1100));
    assertThat(lines)
        .containsExactly(
            "asking again in 0.7 s: too many",
            "asking again in 2.0 s: late",
            "asking again in 1.0 s: too many (2 more like it in the last 10 s)",
            "asking again in 1.1 s: too many");
  }
}
