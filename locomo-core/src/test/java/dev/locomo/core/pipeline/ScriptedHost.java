package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.CostCappingLlm;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.StackSettings;
import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Surroundings of a run whose provider is a function, and which remember what they were told. */
final class ScriptedHost implements RunHost {
  final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  final List<String> told = Collections.synchronizedList(new ArrayList<>());
  final List<Stage.Done> done = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger opened = new AtomicInteger();
  volatile Function<Ask, Reply> provider = ask -> reply(ask.messages().getFirst().text());
  volatile boolean stop;
  CostCappingLlm.@Nullable Limit maxCost;
  @Nullable ModelSpec withoutKey;
  @Nullable WorkQueue queue;

  static Reply reply(String text) {
    return new Reply(text, Reply.Finish.STOP, 10, 5, "m", null, Duration.ZERO, false);
  }

  @Override
  public void check(ModelSpec model) {
    if (model.equals(withoutKey)) {
      throw new UserError("no key for " + model.id(), "a key");
    }
  }

  @Override
  public LlmStack open(ModelSpec model) {
    opened.incrementAndGet();
    return LlmStack.open(
        model,
        model.id(),
        () ->
            ask -> {
              sent.add(model.model() + " " + ask.messages().getFirst().text());
              return provider.apply(ask);
            },
        StackSettings.standard(_ -> {})
            .withRetry(RetryPolicy.NEVER)
            .withLimits(new StackSettings.Limits(1, null, null, maxCost)));
  }

  @Override
  public LlmStack openFree(ModelSpec model) {
    return open(model);
  }

  @Override
  public @Nullable WorkQueue queue(RunSpec spec) {
    return queue;
  }

  @Override
  public int concurrency(@Nullable ModelSpec model) {
    return 1;
  }

  @Override
  public Prices prices() {
    return Prices.builtIn();
  }

  @Override
  public boolean limitsCost() {
    return maxCost != null;
  }

  @Override
  public void notice(String line) {
    told.add("notice " + line);
  }

  @Override
  public Attendance attend(int pieces) {
    told.add("attend " + pieces);
    return new Attendance() {
      @Override
      public void done(Stage.Done some) {
        done.add(some);
      }

      @Override
      public boolean stopWanted() {
        return stop;
      }

      @Override
      public void close() {
        told.add("left");
      }
    };
  }

  @Override
  public void describe(ObjectNode manifest, String subject) {
    manifest.put("model", subject);
  }

  @Override
  public void begun(RunFolder open, ObjectNode manifest, String subject) {
    told.add("begun " + subject);
  }

  @Override
  public void ended(ObjectNode manifest) {
    told.add("ended");
    manifest.put("ended", true);
  }

  @Override
  public void close() {}
}
