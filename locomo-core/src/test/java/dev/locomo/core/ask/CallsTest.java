package dev.locomo.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final Repeat TWICE = Repeat.upTo(2, (first, _, wrong, _) -> first.plus(wrong));

  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();

  /** A model behind a cache that forgets. */
  private final ChatLlm llm =
      new ChatLlm() {
        @Override
        public Reply ask(Ask ask) {
          asked.add(ask.messages().getLast().text());
          return replies.removeFirst();
        }

        @Override
        public boolean forget(Ask ask, Reply reply) {
          forgotten.add(reply.text());
          return true;
        }
      };

  private void says(String text, boolean cached) {
    replies.add(new Reply(text, Reply.Finish.STOP, 1, 1, null, null, Duration.ZERO, cached));
  }

  private String read() throws InterruptedException, Unreadable {
    return Calls.of(llm).with(Calls.of(llm)).ask("s", Asks.user("q"), TWICE, CallsTest::good);
  }

  private static String good(ReplyText reply) throws Unreadable {
    if (!reply.text().startsWith("good")) {
      throw new Unreadable("bad");
    }
    return reply.text();
  }

  @Test
  void whatLedToAReadableReplyIsKept() throws Exception {
    says("first", false);
    says("good", false);
    assertThat(read()).isEqualTo("good");
    assertThat(asked).containsExactly("q", "qbad");
    assertThat(forgotten).isEmpty();
  }

  @Test
  void liveRepliesThatNobodyCouldReadAreForgottenAndNotAskedForAgain() {
    says("first", false);
    says("second", false);
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Unreadable.class,
            e -> assertThat(e.reply()).extracting(Reply::text).isEqualTo("second"));
    assertThat(forgotten).containsExactly("first", "second");
    assertThat(asked).hasSize(2);
  }

  @Test
  void cachedRepliesThatNobodyCanReadAreAskedForAgainAtOnce() throws Exception {
    says("old", true);
    says("old again", true);
    says("good now", false);
    assertThat(read()).isEqualTo("good now");
    assertThat(asked).containsExactly("q", "qbad", "q");
    assertThat(forgotten).containsExactly("old", "old again");
  }

  @Test
  void aCacheThatGivesNothingButUselessRepliesIsNotAskedForEver() {
    for (int i = 0; i < 5; i++) {
      says("old", true);
    }
    assertThatThrownBy(this::read).isInstanceOf(Unreadable.class);
    assertThat(asked).hasSize(4);
  }

  @Test
  void aRequestThatIsMadeOnceMoreIsAnotherOneForTheCache() {
    for (int i = 0; i < 3; i++) {
      says("bad " + i, false);
    }
    var requests = new HashSet<Ask>();
    Calls calls =
        (_, ask) -> {
          requests.add(ask);
          return replies.removeFirst();
        };
    var same = Repeat.upTo(3, (first, _, wrong, _) -> first.plus(wrong));
    assertThatThrownBy(() -> calls.ask("s", Asks.user("q"), same, CallsTest::good))
        .isInstanceOf(Unreadable.class);
    assertThat(requests).hasSize(3);
  }

  @Test
  void aReaderCanEndTheRepetition() {
    says("first", false);
    assertThatThrownBy(() ->
            Calls.of(llm)
                .ask(
                    "s",
                    Asks.user("q"),
                    TWICE,
                    _ -> {
                      throw new Unreadable("for good", true);
                    }))
        .isInstanceOf(Unreadable.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void stepsAreNumberedAndTheLastReplyIsKnownToBeTheLast() {
    var steps = new ArrayList<String>();
    var last = new ArrayList<Boolean>();
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      says("bad", false);
    }
    Calls calls =
        (step, ask) -> {
          steps.add(step);
          numbers.add(ask.repetition());
          return replies.removeFirst();
        };
    var same = Repeat.upTo(3, (first, _, _, _) -> first);
    assertThatThrownBy(() ->
            calls.ask(
                "s",
                Asks.user("q").repeated(4),
                same,
                reply -> {
                  last.add(reply.last());
                  throw new Unreadable("bad");
                }))
        .isInstanceOf(Unreadable.class);
    assertThat(steps).containsExactly("s/1", "s/2", "s/3");
    assertThat(last).containsExactly(false, false, true);
    assertThat(numbers)
        .as("equal requests are told apart, requests that differ are not changed")
        .containsExactly(4, 4 + Ask.AGAIN, 4 + 2 * Ask.AGAIN);
  }

  @Test
  void aRequestThatDiffersKeepsItsNumber() {
    says("first", false);
    says("second", false);
    var numbers = new ArrayList<Integer>();
    Calls calls =
        (_, ask) -> {
          numbers.add(ask.repetition());
          return replies.removeFirst();
        };
    assertThatThrownBy(() -> calls.ask("s", Asks.user("q"), TWICE, CallsTest::good))
        .isInstanceOf(Unreadable.class);
    assertThat(numbers).containsExactly(0, 0);
  }

  @Test
  void whetherWhatFailedIsDoneAgainIsSaidThroughWhatIsDoneRoundEachCall() {
    Calls again =
        new Calls() {
          @Override
          public Reply ask(String step, Ask ask) {
            return replies.removeFirst();
          }

          @Override
          public boolean retriesFailed() {
            return true;
          }
        };
    assertThat(again.with(Calls.of(llm)).retriesFailed()).isTrue();
    assertThat(Calls.of(llm).with(again).retriesFailed()).isFalse();
  }
}
