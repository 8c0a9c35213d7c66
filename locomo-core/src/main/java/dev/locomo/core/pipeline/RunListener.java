package dev.locomo.core.pipeline;

import dev.locomo.core.llm.stack.CallListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Is told how a run goes on, its requests included. What belongs to a piece of work comes on the
 * thread that does the piece, many at once: it must be quick and throw nothing.
 */
public interface RunListener extends CallListener {
  /** Listens to nothing. */
  RunListener NONE = new RunListener() {};

  /**
   * Which run it is.
   *
   * @param id the same in logs, metrics, traces and the manifest, and when the run is resumed
   * @param verb what is done, for example {@code eval-qa}
   * @param model whom it asks first, for example {@code openai:gpt-4o}
   * @param folder where everything goes
   */
  record Run(String id, String verb, String model, Path folder) {}

  /** The run's folder and manifest are open. */
  default void begun(Run run) {}

  /** So many pieces of work are to be done in all. */
  default void planned(int pieces) {}

  /** A piece is taken up. */
  default void entered(String piece) {}

  /**
   * A piece is through.
   *
   * @param failure what its work threw, or null
   */
  default void left(String piece, @Nullable Throwable failure) {}

  /**
   * So many pieces have come to an end, and are on record.
   *
   * @param pieces how many
   * @param without how many of them have no result
   */
  default void done(int pieces, int without) {}

  /** Everything is written and the run's folder closed. */
  default void ended() {}
}
