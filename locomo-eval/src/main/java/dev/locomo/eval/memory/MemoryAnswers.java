package dev.locomo.eval.memory;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.ModelFreeCall;
import dev.locomo.eval.protocol.Protocol;
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
                .map(probe ->
                    new ModelFreeCall(VERSION, probe, () -> answer(asked.sample(), probe))));
  }

  private Call.Answer answer(String id, Probe probe) {
    Sample sample = samples.apply(id);
    String text = memory.answer(sample, probe);
    var retrieval = memory.of(sample);
    var context = retrieval.shown(retrieval.passages(probe));
    return ModelFreeCall.said(text, memory.profile().name(), context);
  }
}
