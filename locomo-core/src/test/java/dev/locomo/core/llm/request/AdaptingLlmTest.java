package dev.locomo.core.llm.request;

import static dev.locomo.core.llm.request.Wanted.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdaptingLlmTest {
  private static final Reply YES =
      new Reply("yes", Finish.STOP, 1, 1, null, null, Duration.ZERO, false);

  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final List<Ask> sent = new CopyOnWriteArrayList<>();
  private final RequestRules rules = rules("openai:m");

  private AdaptingLlm asking(ChatLlm model) {
    return new AdaptingLlm(
        ask -> {
          sent.add(ask);
          return model.ask(ask);
        },
        rules,
        notices::add);
  }

  private static ProviderError refusal(String body) {
    return new ProviderError(Kind.REJECTED, "host answered 400: " + body, null, null)
        .answering(body);
  }

  private static Reply picky(Ask ask) {
    if (ask.temperature() != null) {
      throw refusal("'temperature' is not supported with this model");
    }
    if (!ask.patch().contains("max_completion_tokens")) {
      throw refusal("'max_tokens' is not supported, use 'max_completion_tokens'");
    }
    return YES;
  }

  @Test
  void aRefusedRequestIsSentAgainWithoutWhatWasRefusedAndLaterOnesAreBegunLikeThat()
      throws InterruptedException {
    var llm = asking(AdaptingLlmTest::picky);
    assertThat(llm.ask(Asks.full("m"))).isEqualTo(YES);
    assertThat(sent).hasSize(3);
    assertThat(llm.ask(Asks.full("m"))).isEqualTo(YES);
    assertThat(sent).hasSize(4);
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("openai:m", "temperature", "max_tokens", "'temperature' is not supported");
  }

  @Test
  void manyThatAreRefusedAtOnceAreEachSentAgainAndItIsSaidOnce() throws Exception {
    int many = 8;
    var together = new CyclicBarrier(many);
    var llm =
        asking(ask -> {
          if (ask.temperature() != null) {
            try {
              together.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
          return picky(ask);
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies =
          java.util.stream.IntStream.range(0, many)
              .mapToObj(i -> threads.submit(() -> llm.ask(Asks.full("m"))))
              .toList();
      for (var reply : replies) {
        assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo(YES);
      }
    }
    assertThat(notices).hasSize(1);
  }

  @Test
  void anotherRefusalIsTheCallers() {
    var llm =
        asking(_ -> {
          throw refusal("the model does not exist");
        });
    assertThatThrownBy(() -> llm.ask(Asks.full("m"))).hasMessageContaining("does not exist");
    assertThat(sent).hasSize(1);
    assertThat(notices).isEmpty();
  }

  @Test
  void aParameterThatIsRefusedThoughItWasNotSentEndsTheAttempts() {
    var llm =
        asking(_ -> {
          throw refusal("'temperature' and 'seed' are not supported");
        });
    assertThatThrownBy(() -> llm.ask(Asks.full("m"))).isInstanceOf(ProviderError.class);
    assertThat(sent).hasSize(3);
    assertThat(rules.refused()).isEmpty();
  }

  @Test
  void whatDidNotHelpIsNotLearned() {
    var llm =
        asking(ask -> {
          throw ask.temperature() == null
              ? new ProviderError(Kind.UNAVAILABLE, "down", null, null)
              : refusal("'temperature' is not supported");
        });
    assertThatThrownBy(() -> llm.ask(Asks.full("m"))).hasMessage("down");
    assertThat(rules.refused()).isEmpty();
    assertThat(notices).isEmpty();
  }
}
