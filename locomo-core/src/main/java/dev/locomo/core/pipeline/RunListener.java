package dev.locomo.core.pipeline;

import dev.locomo.core.llm.stack.CallListener;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told how a run goes on, its requests included. What belongs to a piece of work comes on the
 * thread that does the piece, many at once: it must be quick and throw nothing.
 */
@FunctionalInterface
public interface RunListener extends CallListener {
  /** Listens to nothing. */
  RunListener NONE = _ -> {};

  /** Something happened in the run. */
  void on(RunEvent event);

  @Override
  default void called(CallEvent event) {
    on(new Call(event));
  }

  /**
   * Tells several listeners everything: of what begins in order, of what ends in reverse, so that a
   * listener is round those after it.
   */
  static RunListener all(List<RunListener> listeners) {
    var all = List.copyOf(listeners);
    return event -> {
      boolean ends =
          switch (event) {
            case Left _, Ended _, Call(Back _), Call(Answered _) -> true;
            default -> false;
          };
      (ends ? all.reversed() : all).forEach(l -> l.on(event));
    };
  }

  /** What can happen in a run. */
  sealed interface RunEvent {}

  /**
   * The run's folder and manifest are open.
   *
   * @param id the same in logs, metrics, traces and the manifest, and when the run is resumed
   * @param verb what is done, for example {@code eval-qa}
   * @param model whom it asks first, for example {@code openai:gpt-4o}
   * @param folder where everything goes
   */
  record Run(String id, String verb, String model, Path folder) implements RunEvent {}

  /** So many pieces of work are to be done in all. */
  record Planned(int pieces) implements RunEvent {}

  /** A piece is taken up. */
  record Entered(String piece) implements RunEvent {}

  /**
   * A piece is through.
   *
   * @param failure what its work threw, or null
   */
  record Left(String piece, @Nullable Throwable failure) implements RunEvent {}

  /**
   * So many pieces have come to an end, and are on record.
   *
   * @param pieces how many
   * @param without how many of them have no result
   */
  record Done(int pieces, int without) implements RunEvent {}

  /** Something happened to a request. */
  record Call(CallEvent event) implements RunEvent {}

  /** Everything is written and the run's folder closed. */
  record Ended() implements RunEvent {}
}
