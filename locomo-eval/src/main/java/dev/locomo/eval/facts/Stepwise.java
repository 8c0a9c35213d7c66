package dev.locomo.eval.facts;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;

/** A model that is asked in named steps, so that a run can be done again without asking again. */
@FunctionalInterface
public interface Stepwise {
  /**
   * Takes a step.
   *
   * @param step a name that no other call of the run has
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  Reply ask(String step, Ask ask) throws InterruptedException;
}
