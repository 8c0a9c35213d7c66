package dev.locomo.core.queue;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.http.Stop;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a stage as a queue gives them out, until all are done by somebody. While others hold
 * what is left, null is given every now and then.
 *
 * @param <I> an item
 */
public final class PulledPieces<I> implements Iterator<PulledPieces.@Nullable Piece<I>> {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final HeldPieces queue;
  private final int stage;
  private final Map<String, I> items;
  private boolean over;

  /**
   * A piece that this process holds.
   *
   * @param time 1 when nobody had it before
   */
  public record Piece<I>(String name, I item, int time) {}

  /**
   * @param items of the stage by name
   */
  public PulledPieces(HeldPieces queue, int stage, Map<String, I> items) {
    this.queue = queue;
    this.stage = stage;
    this.items = items;
  }

  /** Whether every piece of the stage was done. */
  public boolean over() {
    return over;
  }

  @Override
  public boolean hasNext() {
    return !over;
  }

  @Override
  public @Nullable Piece<I> next() {
    try {
      var taken = queue.take(stage);
      if (taken != null) {
        return piece(taken.piece(), taken.time());
      }
      over = queue.with(q -> q.open(stage)) == 0;
      if (!over) {
        Stop.ofProcess().sleep(LOOK);
      }
      return null;
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    }
  }

  private Piece<I> piece(String name, int time) {
    I item = items.get(name);
    if (item == null) {
      throw new UserError(
          "the queue has a piece of work that this run has not: " + name,
          "processes of the same version with the same data");
    }
    return new Piece<>(name, item, time);
  }
}
