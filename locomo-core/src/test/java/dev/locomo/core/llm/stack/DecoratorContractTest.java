package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.request.AdaptingLlm;
import dev.locomo.core.llm.request.Refused;
import dev.locomo.core.llm.request.RequestOptions;
import dev.locomo.core.llm.request.RequestRules;
import dev.locomo.core.llm.serve.ServedLlm;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every layer round a model keeps of what {@link ChatLlm} promises. */
@Timeout(60)
class DecoratorContractTest {
  @TempDir private static Path folder;

  private enum Layer {
    /** Told.Telling, which tells a listener. */
    TELLING {
      @Override
      ChatLlm round(ChatLlm inner) {
        return new Told(ModelSpec.parse("openai:m"), null, _ -> {}).ofAsking(inner);
      }
    },
    CACHING {
      @Override
      ChatLlm round(ChatLlm inner) {
        return new CachingLlm(ReplyCache.open(folder.resolve("" + System.nanoTime()), "s"), inner);
      }
    },
    /** Its place holds nothing and grants everything. */
    SHARING {
      @Override
      ChatLlm round(ChatLlm inner) {
        var place =
            (SharedPlace)
                Proxy.newProxyInstance(
                    SharedPlace.class.getClassLoader(),
                    new Class<?>[] {SharedPlace.class},
                    (_, method, _) -> {
                      Class<?> type = method.getReturnType();
                      if (type == Optional.class) {
                        return Optional.empty();
                      }
                      return type == boolean.class ? (Object) true : type == long.class ? 0L : "";
                    });
        return new SharingLlm(inner, new Sharing(place, Time.REAL, _ -> {}), "s", Time.REAL);
      }
    },
    RETRYING {
      @Override
      ChatLlm round(ChatLlm inner) {
        var policy = new RetryPolicy(3, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
        var waiting = new RetryingLlm.Waiting(Time.REAL, new Random(1));
        return new RetryingLlm(inner, policy, waiting, (_, _) -> {});
      }
    },
    COST_CAPPING {
      @Override
      ChatLlm round(ChatLlm inner) {
        return new CostCappingLlm(
            inner,
            new Price(1, 1),
            new CostCappingLlm.Limit(1e9),
            new ModelSpec(Provider.named("openai"), "m", "m", null, 100));
      }
    },
    PACING {
      @Override
      ChatLlm round(ChatLlm inner) {
        var pace = new PacingLlm.Pace(new PacingLlm.AimdLimit(64), null, null, _ -> 1);
        return new PacingLlm(inner, pace);
      }
    },
    KEY_ROTATING {
      @Override
      ChatLlm round(ChatLlm inner) {
        return new KeyRotatingLlm(List.of(new ApiKey("k")), _ -> inner, (_, _) -> {});
      }
    },
    ADAPTING {
      @Override
      ChatLlm round(ChatLlm inner) {
        var spec = new ModelSpec(Provider.LOCAL, "m", "m", null, null);
        var rules = new RequestRules(spec, RequestOptions.STANDARD, new Refused());
        return new AdaptingLlm(inner, rules, _ -> {});
      }
    },
    SERVED {
      @Override
      ChatLlm round(ChatLlm inner) {
        return new ServedLlm(() -> inner, () -> {});
      }
    },
    ALL {
      @Override
      ChatLlm round(ChatLlm inner) {
        var spec = new ModelSpec(Provider.LOCAL, "m", "m", null, null);
        return LlmStack.open(spec, spec.id(), () -> inner, StackSettings.standard(_ -> {}));
      }
    };

    abstract ChatLlm round(ChatLlm inner);
  }

  private static Reply reply(String text, @Nullable Integer tokens) {
    return new Reply(text, Finish.LENGTH, tokens, 3, "m-1", "r-1", Duration.ofMillis(20), false);
  }

  @ParameterizedTest
  @EnumSource
  void aReplyIsHandedOnAsTheModelGaveIt(Layer layer) throws InterruptedException {
    for (Integer tokens : new @Nullable Integer[] {7, null}) {
      var given = reply(" h\u00e9, <think>", tokens);
      assertThat(layer.round(_ -> given).ask(Asks.user("Who? " + tokens))).isEqualTo(given);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailureKeepsItsKindAndItsWords(Layer layer) {
    for (Kind kind : List.of(Kind.REJECTED, Kind.FILTERED, Kind.KEY_REFUSED, Kind.UNAVAILABLE)) {
      ChatLlm failing =
          _ -> {
            throw new ProviderError(kind, "so it is", null, null);
          };
      if (kind == Kind.UNAVAILABLE && layer == Layer.ALL) {
        continue; // It would be tried again for minutes.
      }
      var layered = layer.round(failing);
      var error =
          catchThrowableOfType(ProviderError.class, () -> layered.ask(Asks.user("q" + kind)));
      assertThat(error.kind()).isEqualTo(kind);
      assertThat(error).hasMessageContaining("so it is");
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsAtOnceEachGetTheirOwnReply(Layer layer) throws Exception {
    var layered = layer.round(ask -> reply(ask.messages().getFirst().text(), 1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> asks =
          IntStream.range(0, 100)
              .mapToObj(i -> (Callable<String>) () -> layered.ask(Asks.user("q" + i)).text())
              .toList();
      int i = 0;
      for (Future<String> answer : threads.invokeAll(asks)) {
        assertThat(answer.get()).isEqualTo("q" + i++);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadThatWaitsCanBeInterrupted(Layer layer) throws InterruptedException {
    var inside = new CountDownLatch(1);
    var layered =
        layer.round(_ -> {
          inside.countDown();
          Thread.sleep(Duration.ofMinutes(5));
          return reply("too late", 1);
        });
    var thrown = new AtomicReference<@Nullable Throwable>();
    var thread =
        Thread.startVirtualThread(() -> {
          try {
            layered.ask(Asks.user("q"));
          } catch (InterruptedException | RuntimeException e) {
            thrown.set(e);
          }
        });
    inside.await();
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfTheProgramIsNoReply(Layer layer) {
    var layered =
        layer.round(_ -> {
          throw new IllegalStateException("a bug");
        });
    assertThatThrownBy(() -> layered.ask(Asks.user("q"))).hasMessage("a bug");
  }
}
