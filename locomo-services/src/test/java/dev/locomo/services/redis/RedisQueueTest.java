package dev.locomo.services.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.queue.WorkQueueContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A queue on a real Redis server. */
class RedisQueueTest extends WorkQueueContract {
  private static @Nullable RealRedis server;

  @BeforeAll
  static void start() {
    server = new RealRedis();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected WorkQueue open(String run, int priority, Duration lease) {
    return new RedisQueue(
        RedisAddress.parse(java.util.Objects.requireNonNull(server).url()), run, priority, lease);
  }

  @Test
  void aServerThatIsGoneIsSaidToBeAndIsUsedAgainWhenItIsBack() throws IOException {
    try (var mine = new RealRedis();
        var queue = new RedisQueue(mine.url(), "r", 0)) {
      queue.offer(0, List.of("a"));
      mine.stop();
      assertThatThrownBy(() -> queue.take(0)).isInstanceOf(IOException.class);
      mine.startAgain();
      assertThatThrownBy(() -> queue.take(0))
          .as("it has forgotten everything")
          .hasMessageContaining("NOGROUP");
      queue.offer(0, List.of("a"));
      assertThat(queue.take(0)).isPresent();
    }
  }

  @Test
  void aServerThatIsSilentIsLeftAndUsedAgainWhenItAnswers() throws IOException {
    try (var mine = new RealRedis();
        var queue = new RedisQueue(mine.url(), "r", 0)) {
      queue.offer(0, List.of("a"));
      mine.silent(Duration.ofSeconds(10));
      assertThatThrownBy(() -> queue.take(0)).isInstanceOf(IOException.class);
      assertThat(queue.take(0)).isPresent();
    }
  }

  @Test
  void aServerThatRefusesSaysSoWithoutThePassword() {
    try (var locked = new RealRedis("requirepass sesame");
        var queue = new RedisQueue(locked.url(":wrong-one@", 0), "r", 0)) {
      assertThatThrownBy(() -> queue.take(0))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("wrong-one")
          .hasMessageNotContaining("sesame")
          .hasMessageContaining("WRONGPASS");
    }
  }
}
