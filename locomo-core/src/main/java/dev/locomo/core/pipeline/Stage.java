package dev.locomo.core.pipeline;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Items of one kind that are worked on side by side with one model.
 *
 * @param <I> an item
 */
public interface Stage<I> {
  /**
   * What came of an item.
   *
   * @param pieces how many pieces of the run's work it was
   * @param without how many of them have no result
   */
  record Done(int pieces, int without) {
    /** One piece with a result. */
    public static final Done ONE = new Done(1, 0);

    /** One piece without a result. */
    public static final Done FAILED = new Done(1, 1);

    /** One piece, with or without a result. */
    public static Done one(boolean result) {
      return result ? ONE : FAILED;
    }
  }

  /** The model that is asked; null when none is. */
  @Nullable ModelSpec model();

  /** Most items in work at once; 0 for as many as the model takes. */
  default int atOnce() {
    return 0;
  }

  /** What is still to be done, in order; built as it is taken. */
  Iterator<I> items();

  /** The name of an item in logs and traces. */
  String name(I item);

  /**
   * Works on an item and writes down what came of it.
   *
   * @throws ProviderError when it failed for want of a reply
   */
  Done run(I item, Calls calls) throws InterruptedException;

  /**
   * Writes down that an item failed for want of a reply; not called for a cost limit, at which the
   * item stays undone.
   */
  default Done failed(I item, ProviderError error) {
    return Done.FAILED;
  }

  /** Writes down that an item was not tried because of what another one met. */
  default Done notTried(I item, ProviderError error) {
    return new Done(0, 0);
  }
}
