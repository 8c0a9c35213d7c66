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
}
