package dev.locomo.eval.memory;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.Stage;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conversations that a memory system is told before it is asked about them.
 *
 * @param items those with questions that are still open
 */
public record MemoryStage(MemoryRun memory, Iterator<Sample> items) implements Stage<Sample> {
  @Override
  public @Nullable ModelSpec model() {
    return null;
  }

  @Override
  public int atOnce() {
    return memory.atOnce();
  }

  @Override
  public String name(Sample sample) {
    return sample.id() + " told";
  }

  @Override
  public Done run(Sample sample, Calls calls) throws InterruptedException {
    memory.ready(sample);
    return new Done(0, 0, List.of());
  }

  @Override
  public Done failed(Sample sample, ProviderError error) {
    return new Done(0, 0, List.of(error.reason()));
  }
}
