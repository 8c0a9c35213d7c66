package dev.locomo.core.llm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StopTest {
  private static final Duration LONG = Duration.ofHours(1);
  private final Stop stop = new Stop();
  private final CountDownLatch received = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.answers(exchange -> {
      received.countDown();
      awaitQuietly(answer);
      FakeServer.send(exchange, 200, "{\"a\":1}");
    });
  }

  @AfterEach
  void close() {
    answer.countDown();
    server.close();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<HttpReply> posted() {
    var call = new HttpCall(URI.create(server.url() + "/v1"), Map.of(), "{}", LONG);
    var reply = new CompletableFuture<HttpReply>();
    Thread.startVirtualThread(() -> {
      try {
        reply.complete(Http.post(call, stop));
      } catch (InterruptedException | RuntimeException e) {
        reply.completeExceptionally(e);
      }
    });
    return reply;
  }

  @Test
  void whatIsInFlightMayStillBeAnsweredAndNothingElseIsSent() throws Exception {
    var reply = posted();
    received.await();
    assertThat(stop.want()).isTrue();
    assertThat(stop.want()).isFalse();
    assertThat(stop.inFlight()).isEqualTo(1);
    assertThatThrownBy(() -> posted().get()).hasCauseInstanceOf(InterruptedException.class);
    answer.countDown();
    assertThat(reply.get().json().path("a").asInt()).isEqualTo(1);
    assertThat(stop.inFlight()).isZero();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void atTheEndItIsGivenUp() throws Exception {
    var reply = posted();
    received.await();
    stop.end();
    assertThatThrownBy(reply::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(stop.inFlight()).isZero();
    assertThat(stop.wanted()).isTrue();
  }

  @Test
  void aWaitIsCutShort() throws InterruptedException {
    stop.sleep(Duration.ofMillis(1));
    Thread.startVirtualThread(stop::want);
    assertThatThrownBy(() -> stop.sleep(LONG)).isInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> stop.sleep(LONG)).isInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> stop.unpaid(CompletableFuture::new, LONG))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void whatCostsNothingIsGivenUpAtOnce() {
    var download = new CompletableFuture<String>();
    assertThatThrownBy(() ->
            stop.unpaid(
                () -> {
                  Thread.startVirtualThread(stop::want);
                  return download;
                },
                LONG))
        .isInstanceOf(InterruptedException.class);
    assertThat(download).isCancelled();
  }

  @Test
  void withoutAStopAnAnswerAFailureAndALimitAreWhatTheyAre() throws Exception {
    assertThat(stop.paid(() -> CompletableFuture.completedFuture("yes"), LONG)).isEqualTo("yes");
    assertThatThrownBy(
            () -> stop.paid(() -> CompletableFuture.failedFuture(new IOException("no")), LONG))
        .isInstanceOf(ExecutionException.class)
        .hasCause(new IOException("no"));
    var late = new CompletableFuture<String>();
    assertThatThrownBy(() -> stop.unpaid(() -> late, Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class);
    assertThat(late).isCancelled();
  }

  @Test
  void whatIsToBeDoneAtTheEndIsDoneOnce() {
    var done = new CountDownLatch(2);
    stop.atEnd(done::countDown);
    assertThat(done.getCount()).isEqualTo(2);
    stop.end();
    stop.end();
    assertThat(done.getCount()).isEqualTo(1);
    stop.atEnd(done::countDown);
    assertThat(done.getCount()).isZero();
  }
}
