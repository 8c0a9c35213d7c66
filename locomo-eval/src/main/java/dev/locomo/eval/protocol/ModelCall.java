package dev.locomo.eval.protocol;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyReader;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that is made once.
 *
 * @param probes what it asks about
 * @param form which form of the question it is
 * @param prompt builds the request, whenever it is needed: it may hold a whole conversation
 * @param reader gives one answer for each probe
 * @param shared what the request shares with those of other calls, by a name, or null
 */
public record ModelCall(
    List<Probe> probes,
    String form,
    Supplier<Prompt> prompt,
    ReplyReader<List<String>> reader,
    @Nullable String shared)
    implements Call {
  /**
   * A request and what it shows.
   *
   * @param context ids of the passages, best first; empty when nothing is retrieved
   */
  public record Prompt(Ask ask, List<String> context) {}

  @Override
  public Ask ask() {
    return prompt.get().ask();
  }

  @Override
  public List<Answer> answer(Calls calls) throws InterruptedException, Unreadable {
    Prompt shown = prompt.get();
    return calls.ask(
        step(),
        shown.ask(),
        Repeat.never(),
        reply ->
            reader.read(reply).stream()
                .map(text -> new Answer(text, reply.reply(), shown.context()))
                .toList());
  }
}
