package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import org.jspecify.annotations.Nullable;

/** What a run takes from its surroundings: models, prices, listeners and the wish to stop. */
public interface RunHost extends AutoCloseable {
  /** Opens a model; nothing is sent yet. All share what the run may cost. */
  LlmStack open(ModelSpec model);

  /** The model as the run asks it: opened, and looked at where a server may cut prompts. */
  default ChatLlm watched(ModelSpec model, LlmStack llm) {
    return llm;
  }

  /** Opens a model that costs nothing: it needs no price and counts for no limit. */
  LlmStack openFree(ModelSpec model);

  /**
   * Looks whether a model can be asked, before anything is begun.
   *
   * @throws dev.locomo.core.error.UserError when its key is missing
   */
  default void check(ModelSpec model) {}

  /** Where the processes of a run take its pieces from; null when this one does it alone. */
  default @Nullable WorkQueue queue(RunSpec spec) {
    return null;
  }

  /** Most items in work at once; of no model one a processor. */
  int concurrency(@Nullable ModelSpec model);

  /** What tokens cost. */
  Prices prices();

  /** Whether there is a limit to what the whole run may cost. */
  boolean limitsCost();

  /** Whether what an earlier start has no good outcome for is done again. */
  default boolean retriesFailed() {
    return false;
  }

  /** Tells the user something in one line. */
  default void notice(String line) {}

  /**
   * Begins to show progress and to listen for the wish to stop.
   *
   * @param pieces how many pieces of work there are at most
   */
  Attendance attend(int pieces);

  /** Adds program, Java, subject, the run's id and notes of services to a manifest. */
  void describe(ObjectNode manifest, String subject);

  /** Adds what became of services meanwhile, and lets go of what the run has shared with others. */
  void ended(ObjectNode manifest);

  /** The manifest is open; a run that is resumed has its earlier id there. */
  void begun(RunFolder folder, ObjectNode manifest, String subject);

  @Override
  void close();

  /** Looks on at the work: progress, and whether the user wants to stop. */
  interface Attendance extends Workers.Watch, AutoCloseable {
    /** More pieces are through. */
    void done(Stage.Done done);

    @Override
    void close();
  }
}
