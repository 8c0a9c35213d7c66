package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkersTest {
  private final Set<Integer> done = new ConcurrentSkipListSet<>();

  private static ProviderError error(Kind kind) {
    return new ProviderError(kind, "no", null, null);
  }

  @Test
  void everyPieceIsDone() throws InterruptedException {
    var ending = new Workers(3, () -> false).run(IntStream.range(0, 50).iterator(), done::add);
    assertThat(ending).isEqualTo(Ending.ALL);
    assertThat(done).hasSize(50);
  }

  @Test
  void aFailedPieceLeavesTheOthersAlone() throws InterruptedException {
    var ending =
        new Workers(2, () -> false)
            .run(
                IntStream.range(0, 20).iterator(),
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
            _ -> {
              tried.incrementAndGet();
              throw error(Kind.CONNECTION);
            });
    assertThat(tried).hasValue(8);
    var later = new AtomicInteger();
    new Workers(1, () -> false)
        .run(
            IntStream.range(0, 100).iterator(),
            piece -> {
              later.incrementAndGet();
              if (piece > 0) {
                throw error(Kind.CONNECTION);
              }
            });
    assertThat(later).hasValue(41);
  }

  @Test
  void aWishToStopStartsNoMore() throws InterruptedException {
    var ending =
        new Workers(1, () -> done.size() == 3).run(IntStream.range(0, 9).iterator(), done::add);
    assertThat(ending).isEqualTo(new Ending(false, null));
    assertThat(done).containsExactly(0, 1, 2);
  }

  @Test
  void aBugIsThrown() {
    assertThatThrownBy(() ->
            new Workers(2, () -> false)
                .run(
                    IntStream.range(0, 9).iterator(),
                    _ -> {
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }
}
