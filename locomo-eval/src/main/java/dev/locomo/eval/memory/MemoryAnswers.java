package dev.locomo.eval.memory;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The open track: the memory system answers, no reader of ours takes part.
 *
 * @param samples by their ids
 */
public record MemoryAnswers(MemoryRun memory, Function<String, Sample> samples)
    implements Protocol {
  private static final String VERSION = "memory-answers@1";

  @Override
  public String id() {
    return VERSION;
  }

  @Override
  public String hash() {
    return Sha256.of(VERSION);
  }

  @Override
  public Stream<Call> calls(List<Asked> plan) {
    return plan.stream()
        .flatMap(asked ->
            asked.probes().stream()
                .map(probe -> new Question(memory, samples.apply(asked.sample()), probe)));
  }

  private record Question(MemoryRun memory, Sample sample, Probe probe) implements Call {
    @Override
    public List<Probe> probes() {
      return List.of(probe);
    }

    @Override
    public String form() {
      return FREE;
    }

    @Override
    public Ask ask() {
      var message = new Ask.Message(Ask.Role.USER, probe.text());
      return new Ask(VERSION, List.of(message), null, null, null, null, false, 0);
    }

    @Override
    public List<Answer> answer(Calls calls) {
      String text = memory.answer(sample, probe);
      var retrieval = memory.of(sample);
      var context = retrieval.shown(retrieval.passages(probe));
      String name = memory.profile().name();
      var reply = new Reply(text, Reply.Finish.STOP, null, null, name, null, Duration.ZERO, false);
      return List.of(new Answer(text.strip(), reply, context));
    }
  }
}
