package dev.locomo.core.pipeline;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items of one kind that are worked on side by side with one model.
 *
 * @param <I> an item
 */
public interface Stage<I> {
  /** The reason of what was not tried because of what another item met. */
  String NOT_TRIED = "not asked";

  /**
   * What came of an item.
   *
   * @param pieces how many pieces of the run's work it was
   * @param without how many of them have no result
   * @param reasons why pieces have no result, or none that counts
   */
  record Done(int pieces, int without, List<String> reasons) {
    /** One piece with a result. */
    public static final Done ONE = new Done(1, 0, List.of());

    /** One piece without a result, and why; with one when the reason is empty. */
    public static Done one(String reason) {
      return reason.isEmpty() ? ONE : new Done(1, 1, List.of(reason));
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

  /**
   * What an item's requests share at their beginning with those of other items, by a name; null for
   * nothing. The first of those that share is through before the next is begun, so that the
   * provider has what it made of the shared part.
   */
  default @Nullable String shared(I item) {
    return null;
  }

  /** The name of an item in logs, traces and queues; no other of the stage has it. */
  String name(I item);

  /** Which part of the run's work an item belongs to, for a count; empty where there is but one. */
  default String part(I item) {
    return "";
  }

  /**
   * The requests about an item, should every reply be usable; none where there is but one, which
   * {@link #run} makes first.
   */
  default List<Ask> plan(I item) {
    return List.of();
  }

  /** Items that cannot be taken up yet, for what they build on was never asked. */
  default Iterator<I> later() {
    return Collections.emptyIterator();
  }

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
    return Done.one(error.reason());
  }

  /** Writes down that an item was not tried because of what another one met. */
  default Done notTried(I item, ProviderError error) {
    return new Done(0, 0, List.of(NOT_TRIED));
  }
}
