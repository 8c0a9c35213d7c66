package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * What a verb makes: items of work in one or several stages, and what follows from their outcomes.
 * {@link RunEngine} does the rest: folder, manifest, resuming, workers, cost limit, listeners.
 *
 * <p><b>How to add a verb</b>: implement this, and declare the verb's settings and its action.
 *
 * @param <R> what comes of it
 */
public interface Task<R> {
  /** The settings that identify the run. */
  RunSpec spec();

  /** What is said of it in the manifest: data file, protocol and the like. */
  void describe(ObjectNode manifest);

  /** The models it asks, in the order of its stages, each once; empty when it asks none. */
  List<ModelSpec> models();

  /**
   * What the run is about, for people: the model that is asked first, or what else does the work.
   */
  default String subject() {
    return models().isEmpty() ? "extractive" : models().getFirst().id();
  }

  /** Whether its calls depend on each other and go into the run's record of calls. */
  default boolean logsCalls() {
    return true;
  }

  /**
   * Reads what an earlier start has left; called once, before anything else is done in the folder.
   */
  default void open(RunFolder folder) {}

  /**
   * The same for a task that asks others besides the models of its stages.
   *
   * @param others opens one, with the pace and the retries of the run and without its cost limit
   */
  default void open(RunFolder folder, Function<ModelSpec, ChatLlm> others) {
    open(folder);
  }

  /**
   * The same for a task whose others count for the limit of cost.
   *
   * @param host opens them
   */
  default void open(RunFolder folder, RunHost host) {
    open(folder, host::openFree);
  }

  /** How many pieces of work are left at most, for the progress. */
  int size(RunFolder folder);

  /**
   * The stages, one after the other: each is asked for when the one before it is through, and lists
   * what is still to be done.
   */
  Iterator<Stage<?>> stages(RunFolder folder);

  /**
   * Adds calls, tokens and cost over the run's whole life to the manifest.
   *
   * @param usage counts the recorded calls and knows prices
   */
  void describe(ObjectNode manifest, RunFolder folder, Usage usage);

  /** How the run ended, given how its last stage did. */
  default Ending ended(Ending ending) {
    return ending;
  }

  /**
   * Writes what follows from the outcomes and says what came of it; the same whenever it is called
   * with the same outcomes.
   *
   * @param ending how the work ended
   * @param manifest what the manifest says, usage included
   */
  R finish(RunFolder folder, Ending ending, ObjectNode manifest);
}
