package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A model that says what it is told to, in order; its last line is repeated. */
final class Script implements ChatLlm {
  private final Deque<Object> lines;
  int asked;

  /**
   * @param lines replies, texts of replies, failures or kinds of failure
   */
  Script(Object... lines) {
    this.lines = new ArrayDeque<>(Arrays.asList(lines));
  }

  @Override
  public synchronized Reply ask(Ask ask) {
    asked++;
    Object line = lines.size() > 1 ? lines.removeFirst() : lines.getFirst();
    return switch (line) {
      case Reply reply -> reply;
      case ProviderError error -> throw error;
      case Kind kind -> throw error(kind, null);
      default -> reply(line.toString());
    };
  }

  static Reply reply(String text) {
    return reply(text, Finish.STOP);
  }

  static Reply reply(String text, Finish finish) {
    return new Reply(text, finish, 10, 5, "m-1", "r-1", Duration.ofMillis(20), false);
  }

  static ProviderError error(Kind kind, @Nullable Duration retryAfter) {
    return new ProviderError(kind, kind + " it is", retryAfter, null);
  }
}
