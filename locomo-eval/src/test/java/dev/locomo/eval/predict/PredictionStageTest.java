package dev.locomo.eval.predict;

import static dev.locomo.eval.predict.SmallCall.reply;
import static dev.locomo.eval.predict.SmallCall.several;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.protocol.Call;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written down, whatever a provider does. */
class PredictionStageTest {
  /** As many calls without a reply as mean that a provider is down. */
  private static final int DOWN = 40;

  private static final int NEVER_THERE = 8;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each
  private Journal journal;

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @BeforeEach
  void open() {
    journal = Journal.open(folder.resolve("predictions.jsonl"));
  }

  @Test
  void aRequestsHashIsThatOfItsTextsWhateverTheyShare() {
    String talk = "Ann: I sold my boat, \ud83d\ude00. ".repeat(200);
    for (String system : List.of("", "You answer.")) {
      for (String question : List.of("Who?", "When?", "")) {
        Ask ask = Ask.of("m", system, talk + question, 9);
        String expected = Sha256.of(system + "\0" + talk + question);
        assertThat(PredictionStage.hash(ask)).isEqualTo(expected);
        assertThat(PredictionStage.hash(ask.sharing(talk.length()))).isEqualTo(expected);
      }
    }
  }

  @AfterEach
  void close() {
    journal.close();
  }

  /** A provider that does what the number of the call says. */
  @FunctionalInterface
  private interface Numbered {
    Reply reply(int call) throws InterruptedException;
  }

  private Ending ask(int concurrency, Stream<Call> calls, Numbered provider)
      throws InterruptedException {
    return ask(concurrency, calls, provider, _ -> false);
  }

  private Ending ask(
      int concurrency, Stream<Call> calls, Numbered provider, Predicate<Integer> stopAfter)
      throws InterruptedException {
    var stage =
        new PredictionStage(null, calls.iterator(), journal, new ConcurrentHashMap<>(), Map.of());
    return new Workers(concurrency, () -> stopAfter.test(done.get()))
        .run(
            stage,
            (_, _) -> provider.reply(asked.getAndIncrement()),
            some -> done.addAndGet(some.pieces()));
  }

  private static ProviderError error(Kind kind) {
    return new ProviderError(kind, "no luck", null, null);
  }

  private List<Prediction> written() {
    var written = new ArrayList<Prediction>();
    journal.lines().forEach(line -> written.add(PredictionJson.parse(line, "f", 1)));
    return written;
  }

  @Test
  void everyOutcomeIsWrittenDownWithItsReason() throws InterruptedException {
    var ending =
        ask(
            1,
            several(8),
            call ->
                switch (call) {
                  case 0 -> reply("Oslo");
                  case 1 -> reply(" ");
                  case 2 -> reply("Osl", Finish.LENGTH);
                  case 3 -> reply("", Finish.FILTERED);
                  case 4 -> throw error(Kind.FILTERED);
                  case 5 -> throw error(Kind.REJECTED);
                  case 6 -> reply("???");
                  default -> reply("Rome", Finish.OTHER);
                });
    assertThat(ending).isEqualTo(Ending.ALL);
    assertThat(done).hasValue(8);
    assertThat(written())
        .extracting(p -> p.question().index(), Prediction::outcome, Prediction::reason)
        .containsExactly(
            tuple(0, Outcome.ANSWERED, ""),
            tuple(1, Outcome.EMPTY, "the reply was empty"),
            tuple(2, Outcome.CUT_OFF, "the reply was cut off at the token limit"),
            tuple(3, Outcome.FILTERED, "a content filter stopped the reply"),
            tuple(4, Outcome.FILTERED, "filtered: no luck"),
            tuple(5, Outcome.FAILED, "rejected: no luck"),
            tuple(6, Outcome.FAILED, "unreadable reply: expected an answer"),
            tuple(7, Outcome.ANSWERED, ""));
    assertThat(written().get(2).answer()).isEqualTo("Osl");
    assertThat(written().get(6).exchange().raw()).as("kept for a look").isEqualTo("???");
  }

  @Test
  void aReplyThatIsAllThoughtSaysWhereTheThoughtWas() throws InterruptedException {
    ask(
        1,
        several(2),
        call -> call == 0 ? reply("", Finish.THOUGHT) : reply("<think>Oslo?</think>"));
    assertThat(written())
        .extracting(Prediction::outcome, Prediction::reason)
        .containsExactly(
            tuple(Outcome.EMPTY, "the reply was all thought (in reasoning_content or the like)"),
            tuple(Outcome.EMPTY, "the reply was all thought (between marks such as <think>)"));
  }

  @Test
  void theReasonsOfWhatHasNoUsableAnswerAreTold() throws InterruptedException {
    var calls = several(4).toList();
    var stage =
        new PredictionStage(null, calls.iterator(), journal, new ConcurrentHashMap<>(), Map.of());
    assertThat(stage.run(calls.get(0), (_, _) -> reply("Oslo")).reasons()).isEmpty();
    assertThat(stage.run(calls.get(1), (_, _) -> reply(" ")).reasons()).isEmpty();
    assertThat(stage.run(calls.get(2), (_, _) -> reply("Osl", Finish.LENGTH)).reasons())
        .containsExactly("the reply was cut off at the token limit");
    assertThat(stage.failed(calls.get(3), error(Kind.TIMEOUT)).reasons())
        .containsExactly("timeout: no luck");
    assertThat(stage.notTried(calls.get(3), error(Kind.TIMEOUT)).reasons())
        .containsExactly("not asked");
  }

  @Test
  void aBatchIsWrittenQuestionByQuestionAndItsTokensOnce() throws InterruptedException {
    ask(1, Stream.of(SmallCall.batch(3, 5)), _ -> reply("a\n\nc"));
    assertThat(written())
        .extracting(
            p -> p.question().toString(), Prediction::answer, p -> p.exchange().inputTokens())
        .containsExactly(tuple("s/3", "a", 30), tuple("s/4", "", null), tuple("s/5", "c", null));
    assertThat(written()).extracting(Prediction::context).containsOnly(List.of("D1:1"));
    assertThat(written().get(1).outcome()).isEqualTo(Outcome.EMPTY);
  }

  @Test
  void aBatchWithoutAReplyFailsQuestionByQuestion() throws InterruptedException {
    ask(
        1,
        Stream.of(SmallCall.batch(0, 2)),
        _ -> {
          throw error(Kind.TIMEOUT);
        });
    assertThat(written()).extracting(Prediction::reason).containsOnly("timeout: no luck");
    assertThat(written()).extracting(p -> p.question().index()).containsExactly(0, 1, 2);
    assertThat(written())
        .extracting(p -> p.exchange().askSha256())
        .allMatch(sha -> sha.matches("[0-9a-f]{64}"));
  }

  @Test
  void asManyAreInFlightAsAllowedAndNeverMore() throws InterruptedException {
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    var together = new CyclicBarrier(3); // opens only when three are in flight
    ask(
        3,
        several(12),
        _ -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          await(together);
          inFlight.decrementAndGet();
          return reply("x");
        });
    assertThat(most).hasValue(3);
    assertThat(written()).hasSize(12);
  }

  private static void await(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCostLimitEndsItWithoutAWordAboutTheRest() throws InterruptedException {
    var ending =
        ask(
            1,
            several(9),
            call -> {
              if (call == 2) {
                throw error(Kind.COST_LIMIT);
              }
              return reply("x");
            });
    assertThat(ending.all()).isFalse();
    assertThat(ending.provider()).extracting(ProviderError::kind).isEqualTo(Kind.COST_LIMIT);
    assertThat(written()).hasSize(2);
    assertThat(asked).hasValue(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_REFUSED", "QUOTA_EXHAUSTED"})
  void whereNoKeyIsLeftTheRestIsWrittenOffUnasked(Kind kind) throws InterruptedException {
    var ending =
        ask(
            1,
            Stream.concat(several(3), Stream.of(SmallCall.batch(3, 4))),
            call -> {
              if (call == 1) {
                throw error(kind);
              }
              return reply("x");
            });
    String name = kind == Kind.KEY_REFUSED ? "key-refused" : "quota-exhausted";
    assertThat(ending.all()).isFalse();
    assertThat(ending.provider()).extracting(ProviderError::kind).isEqualTo(kind);
    assertThat(asked).hasValue(2);
    assertThat(written())
        .extracting(Prediction::outcome, Prediction::reason)
        .containsExactly(
            tuple(Outcome.ANSWERED, ""),
            tuple(Outcome.FAILED, name + ": no luck"),
            tuple(Outcome.FAILED, "not asked: " + name + ": no luck"),
            tuple(Outcome.FAILED, "not asked: " + name + ": no luck"),
            tuple(Outcome.FAILED, "not asked: " + name + ": no luck"));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "UNAVAILABLE",
        "CONNECTION",
        "TIMEOUT",
        "MALFORMED_REPLY",
        "BROKEN_OFF",
        "RATE_LIMITED"
      })
  void aProviderThatNeverAnsweredIsSoonLeftInPeace(Kind kind) throws InterruptedException {
    var ending =
        ask(
            1,
            several(NEVER_THERE + 10),
            _ -> {
              throw error(kind);
            });
    assertThat(ending.all()).isFalse();
    assertThat(asked).hasValue(NEVER_THERE);
    assertThat(written()).hasSize(NEVER_THERE + 10).allMatch(p -> p.outcome() == Outcome.FAILED);
    assertThat(written().getLast().reason()).startsWith("not asked: ");
  }

  @Test
  void aProviderThatHasAnsweredIsGivenMoreTime() throws InterruptedException {
    var ending =
        ask(
            1,
            several(2 * DOWN),
            call -> {
              if (call == NEVER_THERE - 1) {
                return reply("x");
              }
              throw error(Kind.UNAVAILABLE);
            });
    assertThat(asked).hasValue(NEVER_THERE + DOWN);
    assertThat(ending.provider()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTEXT_TOO_LONG", "FILTERED", "NOT_CACHED"})
  void refusalsOfSingleRequestsDoNotMeanThatItIsDown(Kind kind) throws InterruptedException {
    var ending =
        ask(
            4,
            several(DOWN + 10),
            _ -> {
              throw error(kind);
            });
    assertThat(ending).isEqualTo(Ending.ALL);
    assertThat(asked).hasValue(DOWN + 10);
  }

  @Test
  void whenAStopIsWantedNothingMoreIsBegun() throws InterruptedException {
    var ending = ask(1, several(9), _ -> reply("x"), done -> done == 2);
    assertThat(ending).isEqualTo(new Ending(false, null));
    assertThat(written()).hasSize(2);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aStopWaitsForWhatIsInFlight() throws InterruptedException {
    var ending =
        ask(2, several(9), _ -> reply("x"), _ -> asked.get() > 0 && done.get() < asked.get());
    assertThat(ending.provider()).isNull();
    assertThat(written()).hasSize(asked.get());
  }

  @Test
  void aFullDiskEndsTheRunWithItsError() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: needs /dev/full");
    journal = Journal.of(full, FileChannel.open(full, READ, WRITE));
    assertThatThrownBy(() -> ask(1, several(9), _ -> reply("x")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("No space left on device");
    assertThat(asked.get()).as("at most one was begun before it was noticed").isLessThan(3);
    journal = Journal.open(folder.resolve("other"));
  }

  @Test
  void aBugEndsTheRunAndIsNotHidden() {
    assertThatThrownBy(() ->
            ask(
                1,
                several(9),
                _ -> {
                  throw new IllegalStateException("a bug");
                }))
        .hasMessage("a bug");
    assertThat(written()).isEmpty();
  }

  @Test
  void anInterruptAbandonsWhatIsInFlightSoThatItIsAskedAgain() throws InterruptedException {
    var begun = new CountDownLatch(2);
    var never = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    var run =
        Thread.startVirtualThread(() -> {
          try {
            ask(
                2,
                several(9),
                _ -> {
                  begun.countDown();
                  never.await();
                  return reply("x");
                });
          } catch (InterruptedException e) {
            thrown.set(e);
          }
        });
    begun.await();
    run.interrupt();
    run.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(written()).isEmpty();
  }

  /** The questions that a resumed run asks, after all outcomes there are. */
  private List<String> askedOnResume(boolean retriesFailed) throws InterruptedException {
    Path run = folder.resolve("run-" + retriesFailed);
    var spec = new RunSpec("t", List.of(), new TreeMap<>(), new TreeMap<>());
    List<Reply> replies =
        List.of(
            reply("Oslo"),
            reply(" "),
            reply("Osl", Finish.LENGTH),
            reply("", Finish.FILTERED),
            reply("???"),
            reply("mumble"));
    try (var first = RunFolder.open(run, spec)) {
      var stage = PredictionStage.of(null, several(6), first);
      new Workers(1, () -> false)
          .run(stage, (_, _) -> replies.get(asked.getAndIncrement()), _ -> {});
    }
    var names = new ArrayList<String>();
    try (var again = RunFolder.open(run, spec, retriesFailed)) {
      assertThat(PredictionStage.open(several(6), again)).isEqualTo(retriesFailed ? 4 : 1);
      PredictionStage.of(null, several(6), again)
          .items()
          .forEachRemaining(call -> names.add(call.step()));
    }
    return names;
  }

  @Test
  void aResumedRunAsksForWhatFailedAlone() throws InterruptedException {
    assertThat(askedOnResume(false)).containsExactly("s/4");
  }

  @Test
  void aRunThatRetriesAsksForAllThatHasNoGoodAnswer() throws InterruptedException {
    assertThat(askedOnResume(true))
        .as("cut off, filtered, failed, and an answer that says nothing that was asked for")
        .containsExactly("s/2", "s/3", "s/4", "s/5");
  }

  @Test
  void theReplyThatIsAskedForAgainIsNotTakenFromTheCache() throws InterruptedException {
    var cut = new Reply("Osl", Finish.LENGTH, 1, 1, null, null, Duration.ZERO, true);
    ask(1, several(1), _ -> cut);
    var before = Map.of(written().getFirst().key(), written().getFirst());
    var stage =
        new PredictionStage(
            null, several(1).iterator(), journal, new ConcurrentHashMap<>(), before);
    var forgotten = new ArrayList<Reply>();
    Calls calls =
        new Calls() {
          @Override
          public Reply ask(String step, Ask ask) {
            return forgotten.isEmpty() ? cut : reply("Oslo");
          }

          @Override
          public boolean useless(List<Made> made) {
            made.forEach(one -> forgotten.add(one.reply()));
            return true;
          }
        };
    new Workers(1, () -> false).run(stage, calls, _ -> {});
    assertThat(forgotten).containsExactly(cut);
    assertThat(written().getLast().answer()).isEqualTo("Oslo");
  }

  @Test
  void callsAreBuiltOnlyWhenTheirTurnComes() throws InterruptedException {
    var built = new AtomicInteger();
    Stream<Call> calls =
        Stream.iterate(0, i -> i + 1)
            .map(i -> {
              built.incrementAndGet();
              return SmallCall.of(i);
            });
    ask(1, calls, _ -> reply("x"), done -> done == 3);
    assertThat(built.get()).isLessThan(6);
  }
}
