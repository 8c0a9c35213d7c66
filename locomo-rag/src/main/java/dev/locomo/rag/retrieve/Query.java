package dev.locomo.rag.retrieve;

import dev.locomo.core.dataset.Probe;

/**
 * What is looked for.
 *
 * @param id its name, for example {@code conv-26/37}; only supplied vectors look at it
 */
public record Query(String id, String text) {
  /** The query of a question. */
  public static Query of(Probe probe) {
    return new Query(probe.id().toString(), probe.text());
  }
}
