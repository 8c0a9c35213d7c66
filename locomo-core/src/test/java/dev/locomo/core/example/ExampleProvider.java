package dev.locomo.core.example;

import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.Reply;
import java.time.Duration;

/** What another provider takes: its name, its key, its address, and how it is asked. */
public final class ExampleProvider extends Provider {
  /** At no real address; it says what it was told last. */
  public ExampleProvider() {
    super("example", "EXAMPLE_KEY", "http://localhost/example");
  }

  @Override
  public ChatLlm open(ModelSpec spec, Connection connection) {
    return ask ->
        new Reply(
            ask.messages().getLast().text(),
            Reply.Finish.STOP,
            null,
            null,
            spec.model(),
            null,
            Duration.ZERO,
            false);
  }
}
