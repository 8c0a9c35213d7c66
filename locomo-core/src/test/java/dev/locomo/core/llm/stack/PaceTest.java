package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.stack.PacingLlm.AimdLimit;
import dev.locomo.core.llm.stack.PacingLlm.AimdLimit.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final FakeTime time = new FakeTime();

  @Test
  void anOverloadHalvesOnceForAllThatWereInFlight() throws InterruptedException {
    var limit = new AimdLimit(8);
    int first = limit.enter();
    int second = limit.enter();
    limit.leave(first, Outcome.OVERLOADED);
    limit.leave(second, Outcome.OVERLOADED);
    assertThat(limit.limit()).isEqualTo(4);
    limit.leave(limit.enter(), Outcome.OVERLOADED);
    limit.leave(limit.enter(), Outcome.OVERLOADED);
    limit.leave(limit.enter(), Outcome.OVERLOADED);
    assertThat(limit.limit()).isEqualTo(1);
  }

  @Test
  void asManySuccessesAsTheLimitRaiseItByOneUpToTheCeiling() throws InterruptedException {
    var limit = new AimdLimit(4);
    limit.leave(limit.enter(), Outcome.OVERLOADED);
    assertThat(limit.limit()).isEqualTo(2);
    limit.leave(limit.enter(), Outcome.SUCCEEDED);
    limit.leave(limit.enter(), Outcome.OTHER);
    assertThat(limit.limit()).isEqualTo(2);
    limit.leave(limit.enter(), Outcome.SUCCEEDED);
    assertThat(limit.limit()).isEqualTo(3);
    for (int i = 0; i < 20; i++) {
      limit.leave(limit.enter(), Outcome.SUCCEEDED);
    }
    assertThat(limit.limit()).isEqualTo(4);
  }

  @Test
  void noMoreThanTheCeilingAreEverInFlight() throws InterruptedException {
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    ChatLlm model =
        ask -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          Thread.yield();
          inFlight.decrementAndGet();
          return Script.reply("a");
        };
    var paced =
        new PacingLlm(model, new PacingLlm.Pace(new AimdLimit(3), null, null, PaceTest::one));
    int n = 200;
    var done = new CountDownLatch(n);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < n; i++) {
        threads.submit(() -> {
          paced.ask(Asks.user("q"));
          done.countDown();
          return null;
        });
      }
      done.await();
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  private static long one(Ask ask) {
    return 1;
  }

  @Test
  void aFailureFreesItsPlace() {
    var limit = new AimdLimit(2);
    var paced =
        new PacingLlm(
            new Script(Kind.RATE_LIMITED), new PacingLlm.Pace(limit, null, null, PaceTest::one));
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> paced.ask(Asks.user("q"))).isInstanceOf(ProviderError.class);
    }
    assertThat(limit.limit()).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIntoTheMinuteWaitsUntilTheOldestLeavesIt() throws InterruptedException {
    var window = new MinuteWindow(2, time);
    window.pass(1);
    time.sleep(Duration.ofSeconds(10));
    window.pass(1);
    time.slept.clear();
    window.pass(1);
    assertThat(time.slept).containsExactly(Duration.ofSeconds(50));
    window.pass(1);
    assertThat(time.slept).containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(10));
  }

  @Test
  void whatIsLargerThanTheLimitGoesAlone() throws InterruptedException {
    var window = new MinuteWindow(100, time);
    window.pass(500);
    assertThat(time.slept).isEmpty();
    window.pass(1);
    assertThat(time.slept).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void theRealTokensReplaceTheEstimate() throws InterruptedException {
    var window = new MinuteWindow(100, time);
    var paced =
        new PacingLlm(
            new Script("fifteen tokens"),
            new PacingLlm.Pace(new AimdLimit(1), null, window, ask -> 80));
    paced.ask(Asks.user("q"));
    paced.ask(Asks.user("q"));
    assertThat(time.slept).isEmpty();
    window.pass(71);
    assertThat(time.slept).hasSize(1);
  }
}
