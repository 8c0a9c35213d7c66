package dev.locomo.eval.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.run.TemporaryFiles;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.context.ContextKind;
import dev.locomo.eval.memory.MemoryModels;
import dev.locomo.eval.memory.MemoryRun;
import dev.locomo.eval.memory.Wanted;
import dev.locomo.eval.memory.Wanted.Track;
import dev.locomo.rag.memory.MemoryDescriptor;
import dev.locomo.rag.memory.MemoryPlace;
import dev.locomo.rag.options.MemoryOptions;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.options.RetrieverOptions;
import org.jspecify.annotations.Nullable;

/** From options to a memory system under test. */
public final class MemorySetup {
  private MemorySetup() {}

  /**
   * Who a memory system is asked for.
   *
   * @param k items asked for
   * @param counter counts tokens
   * @param model the chat model that the system gets of us; null for none
   */
  public record Reader(int k, TokenCounter counter, @Nullable ModelSpec model) {}

  /** For questions; null when none is wanted. */
  static @Nullable MemoryRun of(MemoryOptions options, QaPlan.Inputs inputs, QaOptions qa)
      throws InterruptedException {
    String named = options.memory;
    if (named == null) {
      if (options.answers || options.tools || options.tokens > 0) {
        throw new UserError("settings of a memory system need one", "--memory");
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
    if (options.tools && (options.answers || inputs.model().asksNobody())) {
      throw new UserError(
          "with --memory-tools a model calls tools and answers",
          options.answers ? "leave out --memory-answers" : "--model");
    }
    ModelSpec model =
        options.model != null
            ? ModelSpec.parse(options.model)
            : inputs.model().asksNobody() ? null : inputs.model();
    return of(options, new Reader(options.k, qa.tokens(), model), inputs.surroundings());
  }

  /**
   * With what is at hand.
   *
   * @param reader who it is asked for
   */
  public static MemoryRun of(MemoryOptions options, Reader reader, ModelLookup at)
      throws InterruptedException {
    var descriptor = MemoryDescriptor.of(String.valueOf(options.memory));
    var place =
        MemoryPlace.of(at.environment(), TemporaryFiles.folder(), at.progress())
            .atMost(options.atOnce);
    var track = options.answers ? Track.OPEN : options.tools ? Track.AGENT : Track.STANDARD;
    var wanted =
        new Wanted(descriptor, reader.k, options.tokens, track, options.rounds, reader.counter);
    var models =
        descriptor.wantsModels()
            ? new MemoryModels(
                reader.model, RetrieverOptions.methods(at, null, null).encoder(options.embeddings))
            : null;
    try {
      return new MemoryRun(wanted, place, models);
    } catch (InterruptedException | RuntimeException e) {
      if (models != null) {
        models.close();
      }
      throw e;
    }
  }
}
