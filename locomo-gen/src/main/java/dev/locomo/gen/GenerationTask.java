package dev.locomo.gen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.plan.Generator;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.reference.ReferenceGenerator;
import dev.locomo.gen.sample.GeneratedSample;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conversations made as a run. */
public final class GenerationTask implements Task<ObjectNode> {
  private final RunSpec spec;
  private final ModelSpec model;
  private final GenerationPlan plan;
  private final GenerationInputs inputs;
  private final GenerationOutputs outputs;
  private final Map<Integer, GenerationResult> results = new ConcurrentSkipListMap<>();
  private final AtomicBoolean unfinished = new AtomicBoolean();
  private final AtomicReference<@Nullable ProviderError> failed = new AtomicReference<>();
  private GenerationPlan.@Nullable Tools tools;

  /**
   * Nothing is made yet.
   *
   * @param spec the settings of the run
   * @param model who writes
   * @param plan what is made
   * @param inputs the conversations
   */
  public GenerationTask(
      RunSpec spec, ModelSpec model, GenerationPlan plan, GenerationInputs inputs) {
    this.spec = spec;
    this.model = model;
    this.plan = plan;
    this.inputs = inputs;
    this.outputs =
        new GenerationOutputs(
            inputs.out(), plan.label(), plan.limits().questions(), plan.stages().again().any());
  }

  /**
   * Looks at the files that the run begins with and those it will replace.
   *
   * @throws dev.locomo.core.error.DataError when one cannot be used
   */
  public void check() {
    inputs.check(plan.reference() != null);
    outputs.dataset().held();
  }

  @Override
  public RunSpec spec() {
    return spec;
  }

  @Override
  public List<ModelSpec> models() {
    return List.of(model);
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("asking", spec.onResult().get("asking"));
  }

  @Override
  public void open(RunFolder folder, Function<ModelSpec, ChatLlm> others) {
    tools = plan.open(folder.path(), others);
    inputs.begin();
  }

  @Override
  public int size(RunFolder folder) {
    return inputs.count();
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    var open = Objects.requireNonNull(tools);
    Generator generator =
        plan.reference() == null
            ? new LocomoGenerator(plan, open)
            : new ReferenceGenerator(plan, plan.reference(), open);
    return List.<Stage<?>>of(new Conversations(generator)).iterator();
  }

  /** The conversations, side by side. */
  private final class Conversations implements Stage<Generator.Item> {
    private final Generator generator;

    Conversations(Generator generator) {
      this.generator = generator;
    }

    @Override
    public ModelSpec model() {
      return model;
    }

    @Override
    public Iterator<Generator.Item> items() {
      return inputs.items().iterator();
    }

    @Override
    public String name(Generator.Item item) {
      return item.id();
    }

    @Override
    public Done run(Generator.Item item, Calls calls) throws InterruptedException {
      GenerationResult result = make(generator, item, calls);
      outputs.write(result);
      return Done.one(
          result.whole() ? "" : Objects.requireNonNullElse(result.problem(), "not whole"));
    }

    @Override
    public Done failed(Generator.Item item, ProviderError error) {
      return new Done(0, 0, List.of(error.reason()));
    }
  }

  /**
   * One conversation; what there is of it is a result as well when it is stopped. Where it fails
   * after a reply that may be asked for again, it is made once more from there.
   */
  private GenerationResult make(Generator generator, Generator.Item item, Calls calls)
      throws InterruptedException {
    var asked = new AtomicReference<Calls.@Nullable Made>();
    Calls own =
        calls.with((step, ask) -> {
          Reply reply = calls.ask(item.id() + "/" + step, ask);
          asked.set(new Calls.Made(ask, reply));
          return reply;
        });
    GenerationResult result = attempt(generator, item, own);
    var last = asked.get();
    boolean again = !result.whole() && last != null && own.useless(List.of(last));
    return again ? attempt(generator, item, own) : result;
  }

  private GenerationResult attempt(Generator generator, Generator.Item item, Calls calls)
      throws InterruptedException {
    var counts = new Counts();
    var last = new AtomicReference<@Nullable GeneratedSample>();
    try {
      last.set(generator.make(item, calls, counts, last::set));
      return ended(item, last.get(), null, counts);
    } catch (ConversationFailed e) {
      return ended(item, last.get(), e.getMessage(), counts);
    } catch (ProviderError e) {
      ended(item, last.get(), e.reason(), counts);
      failed.compareAndSet(null, e);
      unfinished.set(true);
      throw e;
    } catch (InterruptedException e) {
      ended(item, last.get(), "interrupted", counts);
      unfinished.set(true);
      throw e;
    }
  }

  private GenerationResult ended(
      Generator.Item item,
      @Nullable GeneratedSample sample,
      @Nullable String problem,
      Counts counts) {
    String folder = inputs.name(item.number());
    var result = new GenerationResult(item.id(), folder, sample, problem, counts.byName());
    results.put(item.number(), result);
    return result;
  }

  /** Only whole conversations, and all of them, are everything. */
  @Override
  public Ending ended(Ending ending) {
    boolean all = ending.all() && results.size() == inputs.count() && !unfinished.get();
    if (all) {
      inputs.end();
    }
    return new Ending(all, ending.provider() != null ? ending.provider() : failed.get());
  }

  /** The conversations that ended, by number. */
  Collection<GenerationResult> results() {
    return results.values();
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    manifest.set("usage", usage.ofCalls(model, _ -> model));
  }

  /** Writes pages, data set, personas and the report. */
  @Override
  public ObjectNode finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    results().forEach(outputs::write);
    var kept = outputs.dataset(results());
    AtomicFile.writeText(
        folder.file(GenerationOutputs.PERSONAS), GenerationOutputs.personas(results()) + "\n");
    try (var open = Objects.requireNonNull(tools)) {
      ObjectNode report = outputs.report(results(), open.pictures(), kept);
      report.put("complete", ending.all()).put("run", folder.path().toString());
      report.set("usage", manifest.path("usage"));
      AtomicFile.writeText(
          inputs.out().resolve(GenerationOutputs.REPORT), report.toPrettyString() + "\n");
      return report;
    }
  }
}
