package dev.locomo.eval.dialog;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import java.util.List;

/** Generates turns. */
public interface TurnWriter {
  /** The name in reports, with its version. */
  String id();

  /** SHA-256 of everything in it that can change what it says, 64 hex digits. */
  String hash();

  /** The requests about a turn when no reply has to be asked for again; none without a model. */
  List<Ask> asks(Target target);

  /**
   * Generates a turn from what comes before it.
   *
   * @throws NothingSaid when no reply could be read
   * @throws dev.locomo.core.llm.ProviderError when there was no reply
   */
  Said say(Target target, Calls steps) throws InterruptedException, NothingSaid;
}
