package dev.locomo.services.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.SharedPlace.Amount;
import dev.locomo.core.llm.stack.Sharing;
import dev.locomo.core.llm.stack.Sharing.Claim;
import dev.locomo.core.llm.stack.SharingLlm;
import dev.locomo.core.llm.stack.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real server. */
@Timeout(120)
class RedisPlaceTest {
  private static final int PROCESSES = 4;

  private final RealRedis redis = new RealRedis();
  private final List<String> notices = new ArrayList<>();
  private final Clock clock = new Clock();

  /** Stands still until it is told to go on. */
  private static final class Clock implements Time {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long nanos() {
      return now.get();
    }

    @Override
    public void sleep(Duration wait) {
      now.addAndGet(wait.toNanos());
    }
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  /** The same in several places at once, each with connections of its own. */
  private <T> List<T> everywhere(Work<T> work) throws Exception {
    var running = new ArrayList<Future<T>>();
    try (var threads = Executors.newFixedThreadPool(PROCESSES)) {
      for (int i = 0; i < PROCESSES; i++) {
        int number = i;
        Callable<T> task =
            () -> {
              try (var place = redis.place()) {
                return work.on(place, number);
              }
            };
        running.add(threads.submit(task));
      }
    }
    var results = new ArrayList<T>();
    for (Future<T> one : running) {
      results.add(one.get());
    }
    return results;
  }

  /** What one of the processes does. */
  private interface Work<T> {
    T on(RedisPlace place, int number) throws Exception;
  }

  @Test
  void fourProcessesTakeExactlyTheBudgetOfTheMinute() throws Exception {
    var granted =
        everywhere((place, number) -> {
          int mine = 0;
          for (int i = 0; i < 50; i++) {
            mine += place.take("requests", 100, new Amount(number + ":" + i, 1)) == 0 ? 1 : 0;
          }
          return mine;
        });
    assertThat(granted.stream().mapToInt(i -> i).sum()).isEqualTo(100);
  }

  @Test
  void whoHasToWaitIsToldHowLong() throws IOException {
    try (var place = redis.place()) {
      assertThat(place.take("b", 10, new Amount("1", 10))).isZero();
      assertThat(place.take("b", 10, new Amount("2", 1))).isBetween(1L, 60_000_000L);
      assertThat(place.take("another", 10, new Amount("3", 1))).isZero();
    }
  }

  @Test
  void whatWasTakenIsTakenOnceHoweverOftenItIsAskedFor() throws IOException {
    try (var place = redis.place()) {
      assertThat(place.take("b", 10, new Amount("1", 6))).isZero();
      assertThat(place.take("b", 10, new Amount("1", 6))).isZero();
      assertThat(place.take("b", 10, new Amount("2", 4))).isZero();
      assertThat(place.take("b", 10, new Amount("3", 1))).isPositive();
    }
  }

  @Test
  void theRealTokensReplaceTheEstimateAndALargeAmountGoesAlone() throws IOException {
    try (var place = redis.place()) {
      assertThat(place.take("t", 100, new Amount("1", 500))).as("alone").isZero();
      assertThat(place.take("t", 100, new Amount("2", 1))).isPositive();
      place.correct("t", new Amount("1", 90));
      assertThat(place.take("t", 100, new Amount("3", 10))).isZero();
      assertThat(place.take("t", 100, new Amount("4", 1))).isPositive();
      place.correct("t", new Amount("unknown", 7));
      place.correct("t", new Amount("3", 9));
      assertThat(place.take("t", 100, new Amount("5", 1))).isZero();
    }
  }

  @Test
  void aClaimIsOnesOwnUntilItIsReleased() throws IOException {
    try (var one = redis.place();
        var two = redis.place()) {
      assertThat(one.claim("k")).isTrue();
      assertThat(two.claim("k")).isFalse();
      two.release("k");
      assertThat(two.claim("k")).isFalse();
      one.release("k");
      assertThat(two.claim("k")).isTrue();
    }
  }

  private static Ask ask(int number) {
    return Asks.user("question " + number);
  }

  private static Reply reply(Ask ask) {
    String text = ask.messages().getLast().text() + " \u2603 answered";
    return new Reply(text, Reply.Finish.STOP, 3, 2, "m-1", "r", Duration.ofMillis(5), false);
  }

  @Test
  void noCallIsPaidForTwice() throws Exception {
    var sent = new AtomicInteger();
    ChatLlm model =
        ask -> {
          sent.incrementAndGet();
          return reply(ask);
        };
    everywhere((place, number) -> {
      var llm = new SharingLlm(model, new Sharing(place, Time.REAL, notices::add), "s", Time.REAL);
      for (int i = 0; i < 40; i++) {
        var reply = llm.ask(ask(i));
        assertThat(reply.text()).isEqualTo(reply(ask(i)).text());
        assertThat(reply.inputTokens()).isEqualTo(3);
      }
      return true;
    });
    assertThat(sent).hasValue(40);
  }

  @Test
  void aFailedCallIsLeftToTheNextWhoAsks() throws Exception {
    var sharing = new Sharing(redis.place(), clock, notices::add);
    var failing =
        new SharingLlm(
            _ -> {
              throw new IllegalStateException("no");
            },
            sharing,
            "s",
            clock);
    assertThatThrownBy(() -> failing.ask(ask(1))).hasMessage("no");
    var other = new Sharing(redis.place(), clock, notices::add);
    assertThat(new SharingLlm(RedisPlaceTest::reply, other, "s", clock).ask(ask(1)).cached())
        .isFalse();
    assertThat(new SharingLlm(RedisPlaceTest::reply, sharing, "s", clock).ask(ask(1)).cached())
        .isTrue();
  }

  @Test
  void aReplyThatIsForgottenIsForgottenForAll() throws Exception {
    var one = new Sharing(redis.place(), clock, notices::add);
    var two = new Sharing(redis.place(), clock, notices::add);
    var first = new SharingLlm(RedisPlaceTest::reply, one, "s", clock);
    var second = new SharingLlm(RedisPlaceTest::reply, two, "s", clock);
    Reply useless = first.ask(ask(1));
    assertThat(second.ask(ask(1)).cached()).isTrue();
    first.forget(ask(1), reply(ask(2)));
    assertThat(second.ask(ask(1)).cached()).as("it was another").isTrue();
    first.forget(ask(1), useless);
    assertThat(second.ask(ask(1)).cached()).isFalse();
  }

  @Test
  void whatIsForgottenWhileThePlaceIsLostIsRemovedLater() throws Exception {
    try (var sharing = new Sharing(redis.place(), clock, notices::add);
        var other = redis.place()) {
      var llm = new SharingLlm(RedisPlaceTest::reply, sharing, "s", clock);
      sharing.store("a", "1");
      redis.stop();
      sharing.remove("a", "1"::equals);
      llm.forget(ask(1), reply(ask(1)));
      redis.startAgain();
      other.put("a", "1");
      clock.sleep(Duration.ofSeconds(4));
      sharing.get("b");
      assertThat(other.get("a")).isEmpty();
    }
  }

  @Test
  void whatIsLostComesBackWithAllThatWasStoredMeanwhile() throws Exception {
    try (var sharing = new Sharing(redis.place(), clock, notices::add)) {
      sharing.store("a", "1");
      redis.stop();
      assertThat(sharing.get("a")).isEmpty();
      sharing.store("b", "2");
      assertThat(sharing.claim("c")).isEqualTo(Claim.UNKNOWN);
      assertThat(notices).hasSize(1).first().asString().contains("is lost");
      redis.startAgain();
      assertThat(sharing.get("b")).as("not tried yet").isEmpty();
      clock.sleep(Duration.ofSeconds(4));
      assertThat(sharing.claim("c")).isEqualTo(Claim.OURS);
      assertThat(sharing.get("b")).hasValue("2");
      assertThat(notices).hasSize(2).last().asString().contains("is back");
      assertThat(sharing.record().path("lost")).hasSize(1);
      assertThat(sharing.record().path("back")).hasSize(1);
    }
  }

  @Test
  void oneThatIsSilentIsLostUntilItAnswers() throws Exception {
    try (var sharing = new Sharing(redis.place(), clock, notices::add)) {
      sharing.store("a", "1");
      redis.silent(Duration.ofSeconds(10));
      assertThat(sharing.get("a")).isEmpty();
      assertThat(notices).singleElement().asString().contains("is lost");
      clock.sleep(Duration.ofSeconds(4));
      assertThat(sharing.claim("c")).isEqualTo(Claim.OURS);
      assertThat(sharing.get("a")).hasValue("1");
      assertThat(notices).hasSize(2).last().asString().contains("is back");
    }
  }

  @Test
  void whatCannotBeUsedAtTheStartIsAnErrorWithoutThePassword() throws IOException {
    var address = RedisAddress.parse(redis.url().replace("//", "//ann:secret@"));
    var wrong = new RedisPlace(address);
    assertThatThrownBy(() -> new Sharing(wrong, clock, notices::add))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the shared cache redis://127.0.0.1:")
        .hasMessageNotContaining("secret");
    redis.stop();
    var gone = redis.place();
    assertThatThrownBy(() -> new Sharing(gone, clock, notices::add))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("onnect");
  }

  @Test
  void aServerThatWantsAPasswordGetsIt() throws IOException {
    try (var locked = new RealRedis("requirepass secret")) {
      assertThatThrownBy(() -> new Sharing(locked.place(), clock, notices::add))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("uthentication");
      String url = locked.url().replace("//", "//:secret@");
      try (var sharing =
          new Sharing(new RedisPlace(RedisAddress.parse(url)), clock, notices::add)) {
        sharing.store("a", "1");
        assertThat(sharing.get("a")).hasValue("1");
      }
    }
  }
}
