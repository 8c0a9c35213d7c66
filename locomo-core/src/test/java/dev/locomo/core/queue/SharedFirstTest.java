package dev.locomo.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The letter of an item is what it shares; a digit alone shares nothing. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class SharedFirstTest {
  private final AtomicLong now = new AtomicLong();

  private SharedFirst<String> of(String... items) {
    return new SharedFirst<>(
        Stream.of(items).iterator(),
        item -> Character.isLetter(item.charAt(0)) ? item.substring(0, 1) : null,
        now::get);
  }

  @Test
  void theOthersOfALetterComeWhenItsFirstIsThroughAndOtherLettersMeanwhile() {
    var items = of("a1", "a2", "a3", "b1", "b2", "c1");
    assertThat(items.next()).isEqualTo("a1");
    assertThat(items.next()).isEqualTo("b1");
    items.through("a1");
    assertThat(items.next()).isEqualTo("a2");
    assertThat(items.next()).as("side by side").isEqualTo("a3");
    assertThat(items.next()).isEqualTo("c1");
    items.through("b1");
    assertThat(items.next()).isEqualTo("b2");
    assertThat(items.hasNext()).isFalse();
    assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void whatSharesNothingIsNeverHeld() {
    var items = of("1", "2", "a1", "a2", "3");
    assertThat(Stream.generate(items::next).limit(4)).containsExactly("1", "2", "a1", "3");
    items.through("1");
    items.through("a1");
    assertThat(items.next()).isEqualTo("a2");
  }

  @Test
  void whoTakesWaitsForTheFirstToBeThrough() throws InterruptedException {
    var items = of("a1", "a2");
    items.next();
    var taken = new CountDownLatch(1);
    var taker =
        Thread.startVirtualThread(() -> {
          items.next();
          taken.countDown();
        });
    assertThat(taken.await(50, TimeUnit.MILLISECONDS)).isFalse();
    items.through("a1");
    taker.join();
    assertThat(taken.getCount()).isZero();
  }

  @Test
  void whatWasNotUsedForLongIsReadByOneAgain() {
    var items = of("a1", "a2", "a3", "a4", "b1");
    items.next();
    items.through("a1");
    now.addAndGet(SharedFirst.KEPT.toNanos() - 1);
    assertThat(items.next()).isEqualTo("a2");
    items.through("a2");
    now.addAndGet(SharedFirst.KEPT.plus(Duration.ofNanos(1)).toNanos());
    assertThat(items.next()).isEqualTo("a3");
    assertThat(items.next()).as("a4 waits for a3").isEqualTo("b1");
    items.through("a3");
    assertThat(items.next()).isEqualTo("a4");
  }

  @Test
  void theRestIsEverythingThatWasNotGivenWithoutWaiting() {
    var items = of("a1", "a2", "b1", "b2", "c1", "c2");
    items.next();
    assertThat(items.hasNext()).isTrue();
    assertThat(items.rest()).containsExactlyInAnyOrder("a2", "b1", "b2", "c1", "c2");
  }

  @Test
  void anInterruptedTakerDoesNotWait() {
    var items = of("a1", "a2");
    items.next();
    Thread.currentThread().interrupt();
    assertThat(items.hasNext()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }
}
