package dev.locomo.eval.protocol;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A protocol whose free questions are asked several times, all of them once before any a second
 * time; each repeat is a request of its own for every cache, with a seed of its own, one more than
 * the repeat's before. Choices are asked once.
 *
 * @param once how each is asked
 * @param repeats how often, at least 2
 */
public record Repeated(Protocol once, int repeats) implements Protocol {
  @Override
  public String id() {
    return once.id();
  }

  @Override
  public String hash() {
    return once.hash();
  }

  @Override
  public Stream<Call> calls(List<Asked> plan) {
    return IntStream.rangeClosed(1, repeats)
        .boxed()
        .flatMap(repeat ->
            once.calls(plan)
                .filter(call -> repeat == 1 || call.form().equals(Call.FREE))
                .map(call -> call.form().equals(Call.FREE) ? new Again(call, repeat) : call));
  }

  /** One repeat of a call. */
  private record Again(Call call, int repeat) implements Call {
    @Override
    public List<Probe> probes() {
      return call.probes();
    }

    @Override
    public String form() {
      return Call.free(repeat);
    }

    @Override
    public @Nullable String shared() {
      return call.shared();
    }

    @Override
    public Ask ask() {
      return again(call.ask());
    }

    private Ask again(Ask ask) {
      Long seed = ask.seed();
      Ask own = seed == null ? ask : ask.seeded(seed + repeat - 1);
      return own.repeated(ask.repetition() + repeat - 1);
    }

    @Override
    public List<Answer> answer(Calls calls) throws InterruptedException, Unreadable {
      return call.answer(
          calls.with((step, ask) -> calls.ask(step + Call.REPEAT + repeat, again(ask))));
    }

    @Override
    public boolean isReadable(String answer) {
      return call.isReadable(answer);
    }
  }
}
