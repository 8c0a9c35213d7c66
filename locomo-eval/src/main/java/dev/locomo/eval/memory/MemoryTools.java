package dev.locomo.eval.memory;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.eval.context.Context;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The agent's track: a model that is shown nothing has the system's own tools called until it
 * answers.
 *
 * @param once how questions are put and replies read
 * @param samples by their ids
 */
public record MemoryTools(Protocol once, MemoryRun memory, Function<String, Sample> samples)
    implements Protocol {
  private static final String VERSION = "1";

  /** The least that a reply may be long: a call takes more room than an answer. */
  public static final int REPLY_TOKENS = 1024;

  static final PromptTexts TEXTS =
      new PromptTexts(MemoryTools.class, VERSION, List.of("tools", "enough"));

  /** What stands where others are shown a conversation. */
  public static ContextBuilder context() {
    return (_, _, _) -> new Context(TEXTS.fill("tools", Map.of()), List.of());
  }

  @Override
  public String id() {
    return once.id() + "+tools@" + VERSION;
  }

  @Override
  public String hash() {
    return Sha256.of(once.hash() + TEXTS.hash());
  }

  @Override
  public Stream<Call> calls(List<Asked> plan) {
    return once.calls(plan).map(Using::new);
  }

  private final class Using implements Call {
    private final Call call;

    Using(Call call) {
      this.call = call;
    }

    @Override
    public List<Probe> probes() {
      return call.probes();
    }

    @Override
    public String form() {
      return call.form();
    }

    @Override
    public Ask ask() {
      return call.ask().offering(memory.tools());
    }

    @Override
    public List<Answer> answer(Calls calls) throws InterruptedException, Unreadable {
      Probe probe = probes().getFirst();
      var use = new ToolUse(memory, samples.apply(probe.id().sample()), probe, form());
      return call.answer(calls.with((step, ask) -> use.ask(calls, step, ask))).stream()
          .map(answer -> new Answer(answer.text(), answer.reply(), use.shown()))
          .toList();
    }

    @Override
    public boolean isReadable(String answer) {
      return call.isReadable(answer);
    }
  }
}
