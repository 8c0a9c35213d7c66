package dev.locomo.cli.command.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.WorkOutput;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.gen.GenerationInputs;
import dev.locomo.gen.GenerationTask;
import dev.locomo.gen.options.AgentOptions;
import dev.locomo.gen.options.ExtentOptions;
import dev.locomo.gen.options.PeopleOptions;
import dev.locomo.gen.options.StageOptions;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.rag.options.ModelOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** {@code generate}: makes conversations in the shape of LoCoMo. */
public final class Generate implements TaskRunner.Report<ObjectNode> {
  private static final Setting<Path> OUT_DIR = Setting.path("generate.out-dir", "DIR").needed();
  private static final Setting<Integer> COUNT =
      Setting.integer("generate.count", "N").byDefault("1").changesResult();
  private static final Setting<String> EMB_FILE = Setting.text("generate.emb-file", "NAME");

  private final Invocation call;
  private final Path outDir;
  private final int count;
  private final ModelOptions modelOptions;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("generate")
        .with(StoreOption.STORE, TaskRunner.RETRY_FAILED, RunOptions.JSON)
        .with(
            SettingGroup.of(
                "What is made",
                OUT_DIR,
                COUNT,
                GeneratePlan.LANGUAGE,
                GeneratePlan.SEED,
                GeneratePlan.PROTOCOL,
                GeneratePlan.PROMPT_DIR,
                EMB_FILE,
                GeneratePlan.BLIP_CAPTION),
            StageOptions.SETTINGS.headed("Stages"),
            ExtentOptions.SETTINGS.headed("Length"),
            PeopleOptions.SETTINGS.headed("Speakers"),
            AgentOptions.SETTINGS.headed("Memory, pictures, limits"),
            ModelOptions.SETTINGS.headed("Model"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            WatchOptions.SETTINGS.headed("Tracking"))
        .does(call -> new Generate(call).run());
  }

  private Generate(Invocation call) {
    this.call = call;
    this.outDir = call.get(OUT_DIR);
    this.count = call.get(COUNT);
    this.modelOptions = new ModelOptions(call.settings());
  }

  private int run() throws InterruptedException {
    var settings = call.settings();
    var pace = new PaceOptions(settings);
    pace.check();
    if (count < 1 || count > 100_000) {
      throw new UserError("--count is " + count + ", must be from 1 to 100000", "");
    }
    ModelSpec model = model();
    tellUnused();
    boolean agentsThere = new GenerationInputs(outDir, outDir, count).allThere();
    var wanted = new GeneratePlan(settings, model, Remote.models(call, pace.offline));
    try (var plan = wanted.plan(agentsThere)) {
      return run(plan, model, pace);
    }
  }

  private void tellUnused() {
    PrintWriter err = call.err();
    if (call.settings().has(EMB_FILE)) {
      err.println("note: --emb-file is not used; vectors of memories are kept in memory");
    }
    if (call.settings().has(GeneratePlan.PROMPT_DIR)
        && !GeneratePlan.isReference(call.settings())) {
      err.println("note: --prompt-dir is not used; it is for --protocol reference");
    }
  }

  private ModelSpec model() {
    ModelSpec model = modelOptions.spec();
    if (model.asksNobody()) {
      throw new UserError(
          "the built-in reader cannot write conversations", "--model provider:model");
    }
    return model;
  }

  private RunSpec spec(GenerationPlan plan, ModelSpec model) {
    var settings = plan.settings();
    settings.put("count", Integer.toString(count));
    settings.put("base_url", modelOptions.reach().address());
    modelOptions.requests.describe(settings, List.of(model));
    return new RunSpec("generate", call.typed(), settings, new TreeMap<>());
  }

  private int run(GenerationPlan plan, ModelSpec model, PaceOptions pace)
      throws InterruptedException {
    RunSpec spec = spec(plan, model);
    Path path = outDir.resolve("run-" + spec.fingerprint().substring(0, 8));
    var inputs = new GenerationInputs(outDir, path, count);
    if (finished(path) && (plan.stages().again().any() || inputs.overtaken())) {
      RunFolder.setAside(path);
    }
    var task = new GenerationTask(spec, model, plan, inputs);
    task.check();
    return new TaskRunner(call, pace, _ -> modelOptions.reach()).run(task, () -> path, this);
  }

  private static boolean finished(Path run) {
    Path manifest = run.resolve(RunFolder.MANIFEST);
    return Files.exists(manifest)
        && Manifest.read(manifest)
            .path("status")
            .asText()
            .equals(Manifest.Status.COMPLETE.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void print(Finished<ObjectNode> finished) {
    WorkOutput.generated(call.out(), call.err(), finished.result(), call.is(RunOptions.JSON));
  }

  @Override
  public int code(Finished<ObjectNode> finished) {
    return WorkOutput.generated(finished.result(), ExitCode.OK);
  }
}
