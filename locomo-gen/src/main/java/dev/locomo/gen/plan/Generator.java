package dev.locomo.gen.plan;

import dev.locomo.core.ask.Calls;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.sample.GeneratedSample;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes one conversation: a function of what there was before and of the replies. */
public interface Generator {
  /**
   * One conversation of a run.
   *
   * @param number from 0
   * @param id its sample id
   * @param folder where its files go
   * @param before folder with the agents' files that were there when the run began; empty for none
   */
  record Item(int number, String id, Path folder, Optional<Path> before) {}

  /**
   * Makes it.
   *
   * @param calls where replies come from
   * @param counts told what happens
   * @param saved told of every state worth keeping; its files are written already
   * @throws dev.locomo.gen.prompt.ConversationFailed when it cannot be finished
   */
  GeneratedSample make(Item item, Calls calls, Counts counts, Consumer<GeneratedSample> saved)
      throws InterruptedException;
}
