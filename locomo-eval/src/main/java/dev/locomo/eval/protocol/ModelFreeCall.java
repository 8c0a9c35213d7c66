package dev.locomo.eval.protocol;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One question that no chat model is asked: its text alone is what the record says was asked.
 *
 * @param protocol stands in place of the model's name
 * @param answer found when the call is made; may throw what {@link Call#answer} does
 */
public record ModelFreeCall(String protocol, Probe probe, Supplier<Answer> answer) implements Call {
  @Override
  public List<Probe> probes() {
    return List.of(probe);
  }

  @Override
  public String form() {
    return FREE;
  }

  @Override
  public Ask ask() {
    var message = new Ask.Message(Ask.Role.USER, probe.text());
    return new Ask(protocol, List.of(message), null, null, null, null, false, 0);
  }

  @Override
  public List<Answer> answer(Calls calls) {
    return List.of(answer.get());
  }

  /**
   * An answer that cost no tokens.
   *
   * @param by who gave it, in place of a provider's model
   * @param context ids of what it was found in
   */
  public static Answer said(String text, String by, List<String> context) {
    var reply = new Reply(text, Reply.Finish.STOP, null, null, by, null, Duration.ZERO, false);
    return new Answer(text.strip(), reply, context);
  }
}
