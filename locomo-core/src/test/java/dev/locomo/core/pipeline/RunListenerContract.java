package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.stack.CallListener.Answered;
import dev.locomo.core.llm.stack.CallListener.Asked;
import dev.locomo.core.llm.stack.CallListener.Back;
import dev.locomo.core.llm.stack.CallListener.Result;
import dev.locomo.core.llm.stack.CallListener.Retried;
import dev.locomo.core.llm.stack.CallListener.Sent;
import dev.locomo.core.pipeline.RunListener.Call;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Entered;
import dev.locomo.core.pipeline.RunListener.Left;
import dev.locomo.core.pipeline.RunListener.Planned;
import dev.locomo.core.pipeline.RunListener.Run;
import dev.locomo.core.pipeline.RunListener.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link RunListener} promises; subclassed once for each. It throws nothing, whatever it
 * is told, in whatever order and from how many threads; and it lets a run end.
 */
@Timeout(60)
public abstract class RunListenerContract {
  private static final ModelSpec ODD = ModelSpec.parse("openai:a\"b\\c\nd{}%s");

  @TempDir protected Path folder;

  /** A new one, whose service need not be there. */
  protected abstract RunListener listener();

  private List<RunEvent> piece(int i) {
    var error = new ProviderError(Kind.TIMEOUT, "slow {} %d\n", null, null);
    var answer = new Reply("a", Finish.STOP, null, null, null, null, Duration.ZERO, i % 2 == 0);
    String name = "conv-1/" + i + " {}\u202e\n";
    return List.of(
        new Entered(name),
        new Call(new Asked(ODD, Asks.user("q"))),
        new Call(new Sent(ODD, Asks.user("q"))),
        new Call(new Back(ODD, new Result(null, error, Duration.ZERO, null))),
        new Call(new Retried(ODD, error)),
        new Call(new Sent(ODD, Asks.user("q"))),
        new Call(new Back(ODD, new Result(answer, null, Duration.ofDays(1), 0.5))),
        new Call(new Back(ODD, new Result(null, null, Duration.ZERO, null))),
        new Call(new Answered(ODD, new Result(answer, null, Duration.ZERO, null))),
        new Left(name, i % 3 == 0 ? error : i % 3 == 1 ? new StackOverflowError() : null),
        new Done(1, i % 2));
  }

  private Run run() {
    return new Run("id {}", "eval-qa", ODD.id(), folder.resolve("not there"));
  }

  private static void tell(RunListener listener, List<RunEvent> events) {
    events.forEach(event -> assertThatCode(() -> listener.on(event)).doesNotThrowAnyException());
  }

  @Test
  void aRunOfManyPiecesAtOnceIsListenedToWithoutAWord() throws InterruptedException {
    var listener = listener();
    tell(listener, List.of(run(), new Planned(50)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pieces =
          IntStream.range(0, 50)
              .mapToObj(i -> Executors.callable(() -> tell(listener, piece(i))))
              .toList();
      for (var told : threads.invokeAll(pieces)) {
        assertThatCode(told::get).doesNotThrowAnyException();
      }
    }
    tell(listener, List.of(new Ended()));
  }

  @Test
  void eventsInNoOrderAndOfNoRunDoNoHarm() {
    for (long seed = 0; seed < 20; seed++) {
      var events = new ArrayList<RunEvent>(piece((int) seed));
      Collections.addAll(events, new Planned(0), new Done(0, 0), new Planned(-1), run());
      Collections.shuffle(events, new Random(seed));
      var listener = listener();
      tell(listener, events);
      tell(listener, List.of(new Ended()));
    }
  }

  @Test
  void aRunThatDidNothingEnds() {
    var listener = listener();
    tell(listener, List.of(run(), new Planned(0), new Ended()));
  }
}
