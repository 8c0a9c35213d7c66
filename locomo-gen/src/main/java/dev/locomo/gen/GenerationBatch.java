package dev.locomo.gen;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.gen.image.PictureStore;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.plan.Generator;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.reference.ReferenceGenerator;
import dev.locomo.gen.sample.GeneratedSample;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the conversations of a run, some at once. */
public final class GenerationBatch {
  private final GenerationInputs inputs;
  private final Map<Integer, GenerationResult> results = new ConcurrentSkipListMap<>();
  private final AtomicBoolean unfinished = new AtomicBoolean();
  private final AtomicReference<@Nullable ProviderError> failed = new AtomicReference<>();

  /** Nothing is made yet. */
  public GenerationBatch(GenerationInputs inputs) {
    this.inputs = inputs;
  }

  /**
   * How a batch is worked on.
   *
   * @param concurrency most conversations in work at once
   * @param watch asked whether to stop before the next call
   * @param done told of each conversation that ended
   */
  public record Pace(int concurrency, Workers.Watch watch, Consumer<GenerationResult> done) {}

  /**
   * Makes them, after {@link GenerationInputs#begin}.
   *
   * @param pictures of the run
   * @param calls where replies come from
   */
  public Ending run(GenerationPlan plan, PictureStore pictures, CallLog calls, Pace pace)
      throws InterruptedException {
    Generator generator =
        plan.reference() == null
            ? new LocomoGenerator(plan, plan.memories(), pictures)
            : new ReferenceGenerator(plan, plan.reference(), plan.memories(), pictures);
    List<Generator.Item> items = inputs.items();
    Workers.Job<Generator.Item> job =
        item -> {
          Calls own =
              (step, ask) -> {
                if (pace.watch().stopWanted()) {
                  throw new InterruptedException("stop");
                }
                return calls.ask(item.id() + "/" + step, ask);
              };
          make(generator, item, own);
          Optional.ofNullable(results.get(item.number())).ifPresent(pace.done());
        };
    var workers = new Workers(pace.concurrency(), pace.watch());
    Ending ending = workers.run(items.iterator(), Generator.Item::id, job);
    boolean all = ending.all() && results.size() == items.size() && !unfinished.get();
    if (all) {
      inputs.end();
    }
    return new Ending(all, ending.provider() != null ? ending.provider() : failed.get());
  }

  /** One conversation; what there is of it is a result as well when it is stopped. */
  private void make(Generator generator, Generator.Item item, Calls calls)
      throws InterruptedException {
    var counts = new Counts();
    var last = new AtomicReference<@Nullable GeneratedSample>();
    String problem = "unfinished";
    try {
      last.set(generator.make(item, calls, counts, last::set));
      problem = null;
    } catch (ConversationFailed e) {
      problem = e.getMessage();
    } catch (ProviderError e) {
      problem = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + e.getMessage();
      failed.compareAndSet(null, e);
      unfinished.set(true);
      throw e;
    } catch (InterruptedException e) {
      problem = "interrupted";
      unfinished.set(true);
      throw e;
    } finally {
      var result =
          new GenerationResult(
              item.id(), inputs.name(item.number()), last.get(), problem, counts.byName());
      results.put(item.number(), result);
    }
  }

  /** The conversations that ended, by number. */
  public Collection<GenerationResult> results() {
    return results.values();
  }
}
