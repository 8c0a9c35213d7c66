package dev.locomo.eval.dialog;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Generates the turns of a run, each for itself. One that cannot be generated stops no other. */
public final class DialogGeneration implements Stage<Target> {
  private final List<Target> targets;
  private final TurnWriter writer;
  private final @Nullable ModelSpec model;
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

  /** What became of a turn. */
  public sealed interface Outcome {
    /** It was generated. */
    record Done(TurnContent said) implements Outcome {}

    /** It was not, for this reason. */
    record Failed(String reason) implements Outcome {}

    /** Nobody was asked for it. */
    record NotAsked() implements Outcome {}
  }

  /**
   * A turn and what became of it.
   *
   * @param target the turn
   * @param outcome what became of it
   */
  public record Generated(Target target, Outcome outcome) {}

  /**
   * @param targets in file order
   * @param writer generates them
   * @param model whom it asks; null for nobody
   */
  public DialogGeneration(List<Target> targets, TurnWriter writer, @Nullable ModelSpec model) {
    this.targets = List.copyOf(targets);
    this.writer = writer;
    this.model = model;
  }

  /** The turns to generate, in file order. */
  public List<Target> targets() {
    return targets;
  }

  @Override
  public @Nullable ModelSpec model() {
    return model;
  }

  @Override
  public Iterator<Target> items() {
    return targets.iterator();
  }

  @Override
  public String name(Target target) {
    return target.name();
  }

  @Override
  public Done run(Target target, Calls calls) throws InterruptedException {
    return record(target, outcome(target, calls));
  }

  @Override
  public Done failed(Target target, ProviderError error) {
    return record(target, new Outcome.Failed(error.reason()));
  }

  private Outcome outcome(Target target, Calls calls) throws InterruptedException {
    try {
      return new Outcome.Done(writer.say(target, calls));
    } catch (Unreadable e) {
      return new Outcome.Failed("no usable reply: " + e.wrong());
    }
  }

  private Done record(Target target, Outcome outcome) {
    outcomes.put(target.name(), outcome);
    return Done.one(outcome instanceof Outcome.Failed(var reason) ? reason : "");
  }

  /** Every turn, in file order. */
  public List<Generated> generated() {
    var generated = new ArrayList<Generated>();
    for (Target target : targets) {
      var outcome = outcomes.getOrDefault(target.name(), new Outcome.NotAsked());
      generated.add(new Generated(target, outcome));
    }
    return generated;
  }
}
