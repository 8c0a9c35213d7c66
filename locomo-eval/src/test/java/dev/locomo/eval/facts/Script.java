package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model whose replies are written down, by step. */
public final class Script implements Calls {
  public final Map<String, String> replies = new HashMap<>();
  public final List<String> steps = new ArrayList<>();
  public final List<Ask> asked = new ArrayList<>();
  public String otherwise = "";
  public Reply.Finish finish = Reply.Finish.STOP;

  @Override
  public Reply ask(String step, Ask ask) {
    steps.add(step);
    asked.add(ask);
    return new Reply(
        replies.getOrDefault(step, otherwise), finish, 1, 1, "m", "r", Duration.ZERO, false);
  }
}
