package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * A dollar a token. The request's worst case is 17 (one byte and 16 round it) for the prompt and 20
 * for the reply, 37; the reply that comes costs 10 and 5, 15.
 */
class CostCappingLlmTest {
  private static final Price A_DOLLAR_A_TOKEN = new Price(1e6, 1e6);
  private static final Ask ASK = Asks.user("q");

  private static CostCappingLlm around(Script script, double limit) {
    return new CostCappingLlm(
        script,
        A_DOLLAR_A_TOKEN,
        new CostCappingLlm.Limit(limit),
        new ModelSpec(Provider.named("openai"), "m", "m", null, 20));
  }

  private static Kind failure(CostCappingLlm llm) {
    return catchThrowableOfType(ProviderError.class, () -> llm.ask(ASK)).kind();
  }

  @Test
  void theWorstCaseMustFitAndTheRealCostCounts() throws InterruptedException {
    var script = new Script("a");
    var llm = around(script, 37 + 15);
    llm.ask(ASK);
    llm.ask(ASK);
    assertThat(failure(llm)).isEqualTo(Kind.COST_LIMIT);
    assertThat(script.asked).isEqualTo(2);
  }

  @Test
  void aLimitBelowOneRequestSendsNothing() {
    var script = new Script("a");
    assertThat(failure(around(script, 36.9))).isEqualTo(Kind.COST_LIMIT);
    assertThat(script.asked).isZero();
  }

  @Test
  void theLimitIsNamedInFull() {
    var llm = around(new Script("a"), 0.00125);
    assertThat(catchThrowableOfType(ProviderError.class, () -> llm.ask(ASK)))
        .hasMessage(
            "the next request may cost 37.0000 USD, and of the limit of 0.00125 USD 0.0000 are"
                + " spent");
  }

  @Test
  void aFailureThatMayHaveBeenBilledCountsInFull() {
    var llm = around(new Script(Kind.TIMEOUT), 37 + 36);
    assertThat(failure(llm)).isEqualTo(Kind.TIMEOUT);
    assertThat(failure(llm)).isEqualTo(Kind.COST_LIMIT);
  }

  @Test
  void aRefusedRequestCostsNothing() {
    var llm = around(new Script(Kind.RATE_LIMITED), 37);
    assertThat(failure(llm)).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure(llm)).isEqualTo(Kind.RATE_LIMITED);
  }

  @Test
  void requestsThatDoNotFitTogetherTakeTurns() throws InterruptedException {
    var llm = around(new Script("a"), 37 + 15 * 9);
    var done = new CountDownLatch(10);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        threads.submit(() -> {
          llm.ask(ASK);
          done.countDown();
          return null;
        });
      }
      done.await();
    }
    assertThat(failure(llm)).isEqualTo(Kind.COST_LIMIT);
  }
}
