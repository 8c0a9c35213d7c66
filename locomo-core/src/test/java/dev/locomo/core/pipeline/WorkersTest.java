package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Stop;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkersTest {
  private final Set<Integer> done = new ConcurrentSkipListSet<>();

  private static ProviderError error(Kind kind) {
    return new ProviderError(kind, "no", null, null);
  }

  @Test
  void everyPieceIsDone() throws InterruptedException {
    var ending =
        new Workers(3, () -> false)
            .run(IntStream.range(0, 50).iterator(), String::valueOf, done::add);
    assertThat(ending).isEqualTo(Ending.ALL);
    assertThat(done).hasSize(50);
  }

  @Test
  void aFailedPieceLeavesTheOthersAlone() throws InterruptedException {
    var ending =
        new Workers(2, () -> false)
            .run(
                IntStream.range(0, 20).iterator(),
                String::valueOf,
                piece -> {
                  if (piece % 5 == 0) {
                    throw error(Kind.REJECTED);
                  }
                  done.add(piece);
                });
    assertThat(ending).isEqualTo(Ending.ALL);
    assertThat(done).hasSize(16);
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_REFUSED", "QUOTA_EXHAUSTED", "COST_LIMIT"})
  void whereGoingOnIsPointlessNoMoreAreStarted(Kind kind) throws InterruptedException {
    var pieces = IntStream.range(0, 20).iterator();
    var ending =
        new Workers(1, () -> false)
            .run(
                pieces,
                String::valueOf,
                _ -> {
                  throw error(kind);
                });
    assertThat(ending.all()).isFalse();
    assertThat(ending.provider()).extracting(ProviderError::kind).isEqualTo(kind);
    assertThat(pieces.next()).isEqualTo(1);
  }

  @Test
  void aServerThatNeverAnsweredIsGivenUpSoonerThanOneThatDid() throws InterruptedException {
    var tried = new AtomicInteger();
    new Workers(1, () -> false)
        .run(
            IntStream.range(0, 100).iterator(),
            String::valueOf,
            _ -> {
              tried.incrementAndGet();
              throw error(Kind.CONNECTION);
            });
    assertThat(tried).hasValue(8);
    var later = new AtomicInteger();
    new Workers(1, () -> false)
        .run(
            IntStream.range(0, 100).iterator(),
            String::valueOf,
            piece -> {
              later.incrementAndGet();
              if (piece > 0) {
                throw error(Kind.CONNECTION);
              }
            });
    assertThat(later).hasValue(41);
  }

  @Test
  void anAnswerInBetweenBeginsTheCountOfFailuresAnew() throws InterruptedException {
    var tried = new AtomicInteger();
    var ending =
        new Workers(1, () -> false)
            .run(
                IntStream.range(0, 100).iterator(),
                String::valueOf,
                piece -> {
                  tried.incrementAndGet();
                  if (piece % 30 > 0) {
                    throw error(Kind.CONNECTION);
                  }
                });
    assertThat(ending).isEqualTo(Ending.ALL);
    assertThat(tried).hasValue(100);
  }

  private Ending failing(IntFunction<@Nullable ProviderError> error) throws InterruptedException {
    return new Workers(1, () -> false)
        .run(
            IntStream.range(0, 30).iterator(),
            String::valueOf,
            piece -> {
              done.add(piece);
              ProviderError e = error.apply(piece);
              if (e != null) {
                throw e;
              }
            });
  }

  private static ProviderError refused(Kind kind, String message) {
    return new ProviderError(kind, message, null, null);
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "MODEL_UNKNOWN"})
  void fiveEqualRefusalsFromTheStartAreEnough(Kind kind) throws InterruptedException {
    var ending = failing(piece -> refused(kind, "no such thing, request r-" + piece));
    assertThat(ending.provider()).hasMessage("no such thing, request r-4");
    assertThat(ending.all()).isFalse();
    assertThat(done).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTEXT_TOO_LONG", "FILTERED", "NOT_CACHED"})
  void whatIsWrongWithOnePieceIsNotWrongWithAll(Kind kind) throws InterruptedException {
    assertThat(failing(_ -> refused(kind, "no"))).isEqualTo(Ending.ALL);
    assertThat(done).hasSize(30);
  }

  @Test
  void refusalsThatDifferOrCameAfterAnAnswerAreOfTheirPiecesAlone() throws InterruptedException {
    assertThat(failing(piece -> refused(Kind.REJECTED, "no " + "x".repeat(piece))))
        .isEqualTo(Ending.ALL);
    assertThat(failing(piece -> piece == 0 ? null : refused(Kind.REJECTED, "no")))
        .isEqualTo(Ending.ALL);
    assertThat(failing(piece -> refused(piece % 5 == 4 ? Kind.FILTERED : Kind.REJECTED, "no")))
        .isEqualTo(Ending.ALL);
  }

  @Test
  void tooManyRequestsWithoutEndAndWithoutAnyAnswerEndTheRun() throws InterruptedException {
    assertThat(failing(_ -> refused(Kind.RATE_LIMITED, "slow down")).provider())
        .extracting(ProviderError::kind)
        .isEqualTo(Kind.RATE_LIMITED);
    assertThat(done).hasSize(8);
    assertThat(failing(piece -> piece == 0 ? null : refused(Kind.RATE_LIMITED, "slow down")))
        .isEqualTo(Ending.ALL);
  }

  @Test
  void aWishToStopStartsNoMore() throws InterruptedException {
    var ending =
        new Workers(1, () -> done.size() == 3)
            .run(IntStream.range(0, 9).iterator(), String::valueOf, done::add);
    assertThat(ending).isEqualTo(new Ending(false, null));
    assertThat(done).containsExactly(0, 1, 2);
  }

  @Test
  void aPieceThatIsGivenUpLeavesTheWorkUndone() throws InterruptedException {
    var ending =
        new Workers(1, () -> false)
            .run(
                IntStream.range(0, 2).iterator(),
                String::valueOf,
                piece -> {
                  if (piece == 1) {
                    throw new InterruptedException("stopped");
                  }
                });
    assertThat(ending).isEqualTo(new Ending(false, null));
  }

  @Test
  @Timeout(20)
  void atTheEndOfAStopAPieceThatGoesOnIsNotWaitedFor() throws InterruptedException {
    var stop = new Stop();
    var never = new CountDownLatch(1);
    var begun = new CountDownLatch(2);
    Thread.startVirtualThread(() -> {
      awaitQuietly(begun);
      stop.end();
    });
    var ending =
        new Workers(2, stop::wanted, stop)
            .run(
                IntStream.range(0, 9).iterator(),
                String::valueOf,
                _ -> {
                  begun.countDown();
                  awaitQuietly(never);
                });
    assertThat(ending).isEqualTo(new Ending(false, null));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    never.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBugIsThrown() {
    assertThatThrownBy(() ->
            new Workers(2, () -> false)
                .run(
                    IntStream.range(0, 9).iterator(),
                    String::valueOf,
                    _ -> {
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoLooksOnIsToldOfEveryPieceAndItsFailure() throws InterruptedException {
    var told = new ArrayList<String>();
    var watch =
        new Workers.Watch() {
          @Override
          public boolean stopWanted() {
            return false;
          }

          @Override
          public void entered(String piece) {
            told.add("> " + piece);
          }

          @Override
          public void left(String piece, @Nullable Throwable failure) {
            told.add("< " + piece + (failure == null ? "" : " " + failure.getMessage()));
          }
        };
    new Workers(1, watch)
        .run(
            IntStream.range(0, 2).iterator(),
            piece -> "piece-" + piece,
            piece -> {
              if (piece == 1) {
                throw error(Kind.REJECTED);
              }
            });
    assertThat(told).containsExactly("> piece-0", "< piece-0", "> piece-1", "< piece-1 no");
  }
}
