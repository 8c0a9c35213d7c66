package dev.locomo.eval.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.context.ContextKind;
import dev.locomo.eval.memory.MemoryRun;
import dev.locomo.rag.memory.MemoryDescriptor;
import dev.locomo.rag.memory.MemoryPlace;
import dev.locomo.rag.options.MemoryOptions;
import dev.locomo.rag.options.ModelLookup;
import org.jspecify.annotations.Nullable;

/** From options to a memory system under test. */
public final class MemorySetup {
  private MemorySetup() {}

  /** For questions; null when none is wanted. */
  static @Nullable MemoryRun of(MemoryOptions options, QaPlan.Inputs inputs, QaOptions qa)
      throws InterruptedException {
    String named = options.memory;
    if (named == null) {
      if (options.answers || options.tokens > 0) {
        throw new UserError("--memory-answers and --memory-tokens need --memory", "--memory");
      }
      return null;
    }
    if (qa.context != null && qa.context != ContextKind.RETRIEVED) {
      throw new UserError("--memory contradicts --context " + qa.context, "one of them");
    }
    if (!qa.protocol.equals(QaOptions.LOCOMO)) {
      throw new UserError("--memory goes with --protocol locomo", "leave out --protocol");
    }
    if (qa.batchSize > 1) {
      throw new UserError("a memory system is asked one question at a time", "--batch-size 1");
    }
    if (options.answers && !inputs.model().asksNobody()) {
      throw new UserError(
          "with --memory-answers the system answers, and no model reads", "leave out --model");
    }
    return of(options, options.k, inputs.surroundings(), qa.tokens());
  }

  /**
   * With what is at hand.
   *
   * @param k items asked for
   */
  public static MemoryRun of(MemoryOptions options, int k, ModelLookup at, TokenCounter counter)
      throws InterruptedException {
    var descriptor = MemoryDescriptor.of(String.valueOf(options.memory));
    var place =
        MemoryPlace.of(at.environment(), MemoryPlace.temporary(), at.progress())
            .atMost(options.atOnce);
    var wanted = new MemoryRun.Wanted(descriptor, k, options.tokens, options.answers, counter);
    return new MemoryRun(wanted, place);
  }
}
