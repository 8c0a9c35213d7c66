package dev.locomo.eval.dialog;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Generates the turns of a run, each for itself. One that cannot be generated stops no other. */
public final class DialogGeneration {
  private final List<Target> targets;
  private final TurnWriter writer;
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

  /** What became of a turn. */
  public sealed interface Outcome {
    /** It was generated. */
    record Done(Said said) implements Outcome {}

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
   */
  public DialogGeneration(List<Target> targets, TurnWriter writer) {
    this.targets = List.copyOf(targets);
    this.writer = writer;
  }

  /** The turns to generate, in file order. */
  public List<Target> targets() {
    return targets;
  }

  /** The requests when no reply has to be asked for again, each built when it is reached. */
  public Stream<Ask> asks() {
    return targets.stream().flatMap(target -> writer.asks(target).stream());
  }

  /**
   * Generates; to be called once.
   *
   * @param steps asks models
   * @param workers how many turns at once, and when to stop
   * @param done told of each turn that is through
   */
  public Ending run(CallLog steps, Workers workers, Consumer<Outcome> done)
      throws InterruptedException {
    return workers.run(
        targets.iterator(),
        Target::name,
        target -> {
          try {
            record(target, outcome(target, steps), done);
          } catch (ProviderError e) {
            if (e.kind() != ProviderError.Kind.COST_LIMIT) {
              record(target, new Outcome.Failed(String.valueOf(e.getMessage())), done);
            }
            throw e;
          }
        });
  }

  private Outcome outcome(Target target, CallLog steps) throws InterruptedException {
    try {
      return new Outcome.Done(writer.say(target, steps));
    } catch (NothingSaid e) {
      return new Outcome.Failed(e.why());
    }
  }

  private void record(Target target, Outcome outcome, Consumer<Outcome> done) {
    outcomes.put(target.name(), outcome);
    done.accept(outcome);
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
