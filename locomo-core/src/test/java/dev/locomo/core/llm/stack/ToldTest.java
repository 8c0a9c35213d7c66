package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldTest {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:m");

  private final Counts counts = new Counts();
  private final Told told = new Told(MODEL, new Price(1e6, 2e6), counts);

  private static Reply reply(@Nullable Integer tokens, boolean cached) {
    return new Reply("a", Finish.STOP, tokens, 4, null, null, Duration.ZERO, cached);
  }

  @Test
  void onlyWhatTheProviderAnsweredIsPaid() throws InterruptedException {
    var llm = told.ofAsking(new Script(reply(3, false), reply(3, true)));
    llm.ask(Asks.user("q"));
    llm.ask(Asks.user("q"));
    assertThat(counts.answered).isEqualTo(1);
    assertThat(counts.cached).isEqualTo(1);
    assertThat(counts.cost).isEqualTo(11);
    assertThat(counts.sent).as("asked, not sent").isZero();
  }

  @Test
  void failuresHaveTheirKind() {
    var llm = told.ofAsking(new Script(Kind.TIMEOUT, Kind.TIMEOUT, Kind.FILTERED));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> llm.ask(Asks.user("q"))).isInstanceOf(ProviderError.class);
    }
    assertThat(counts.failed).isEqualTo(Map.of(Kind.TIMEOUT, 2, Kind.FILTERED, 1));
    assertThat(counts.cost).isZero();
  }

  @Test
  void repliesWithoutTokenCountsHaveNoCostInPlaceOfNone() throws InterruptedException {
    var costs = new ArrayList<@Nullable Double>();
    CallListener listener =
        event -> {
          if (event instanceof CallListener.Back(_, var result)) {
            costs.add(result.cost());
          }
        };
    new Told(MODEL, new Price(1e6, 2e6), listener)
        .ofSending(new Script(reply(null, false)))
        .ask(Asks.user("q"));
    new Told(MODEL, null, listener).ofSending(new Script(reply(3, false))).ask(Asks.user("q"));
    assertThat(costs).containsExactly(null, null);
  }
}
