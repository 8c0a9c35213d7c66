package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.output.GenerateOutput;
import dev.locomo.cli.output.Progress;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.wiring.AgentOptions;
import dev.locomo.cli.wiring.ExtentOptions;
import dev.locomo.cli.wiring.GeneratePlan;
import dev.locomo.cli.wiring.ModelOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.PeopleOptions;
import dev.locomo.cli.wiring.StageOptions;
import dev.locomo.cli.wiring.Surroundings;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.gen.Batch;
import dev.locomo.gen.Outputs;
import dev.locomo.gen.image.Album;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code generate}: makes conversations in the shape of LoCoMo. */
@Command(
    name = "generate",
    sortOptions = false,
    description = {
      "Generate very long conversations of two made-up people.",
      "With none of --persona, --events and --session everything is made. The same command resumes."
    })
public final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is made:%n", order = 1)
  private What what = new What();

  @ArgGroup(validate = false, heading = "%nStages:%n", order = 2)
  private StageOptions stageOptions = new StageOptions();

  @ArgGroup(validate = false, heading = "%nHow much:%n", order = 3)
  private ExtentOptions extentOptions = new ExtentOptions();

  @ArgGroup(validate = false, heading = "%nWho talks:%n", order = 4)
  private PeopleOptions people = new PeopleOptions();

  @ArgGroup(validate = false, heading = "%nMemory, pictures, limits:%n", order = 5)
  private AgentOptions agents = new AgentOptions();

  @ArgGroup(validate = false, heading = "%nWho writes:%n", order = 6)
  private ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 7)
  private PaceOptions pace = new PaceOptions();

  @Mixin private StoreOption store = new StoreOption();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 8)
  private WatchOptions watch = new WatchOptions();

  @Option(names = "--json", description = "Print one JSON document.", order = 100)
  private boolean json;

  /** What is made, and where it goes. */
  static final class What {
    @Option(
        names = "--out-dir",
        paramLabel = "DIR",
        required = true,
        description =
            "Where everything goes: agent_a.json, agent_b.json, sessions.html (with --count in a"
                + " folder for each conversation), and dataset.json.")
    private Path outDir = Path.of("");

    @Option(
        names = "--count",
        paramLabel = "N",
        defaultValue = "1",
        description = "How many conversations (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
        names = "--language",
        paramLabel = "LANGUAGE",
        defaultValue = "en",
        description = "What they talk in: a code or an English name (default: ${DEFAULT-VALUE}).")
    private String language = "";

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "0",
        description = "Of all random draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--protocol",
        paramLabel = "NAME",
        defaultValue = GeneratePlan.LOCOMO,
        description =
            "locomo: our prompts; reference: the original's, once imported, in its sequence of"
                + " calls (default: ${DEFAULT-VALUE}).")
    private String protocol = "";

    @Option(
        names = "--prompt-dir",
        paramLabel = "DIR",
        description =
            "Folder of examples for --protocol reference, in place of the imported ones; our"
                + " prompts have none.")
    private @Nullable Path promptDir;

    @Option(
        names = "--emb-file",
        paramLabel = "NAME",
        description =
            "Not used: the original keeps vectors of memories in this file; here they are made"
                + " again when a run goes on.")
    private @Nullable String embFile;

    @Option(
        names = "--blip-caption",
        description = "Have shared pictures captioned by BLIP, from --model-dir.")
    private boolean blipCaption;
  }

  @Override
  public Integer call() throws InterruptedException {
    pace.check();
    if (what.count < 1 || what.count > 100_000) {
      throw new UserError("--count is " + what.count + ", must be from 1 to 100000", "");
    }
    ModelSpec model = model();
    tellUnused();
    var inputs =
        new GeneratePlan.Inputs(
            model,
            what.protocol.toLowerCase(Locale.ROOT),
            what.language,
            what.seed,
            what.promptDir,
            Surroundings.of(spec, pace.offline));
    var options = new GeneratePlan.Options(stageOptions, extentOptions, people, agents);
    try (var plan = new GeneratePlan(inputs, options, agentsThere(), what.blipCaption);
        var watching = watch.open(spec)) {
      var models = new Models(SettingSources.of(spec).environment(), modelOptions, pace);
      return run(plan, model, models.watchedBy(watching));
    }
  }

  private void tellUnused() {
    PrintWriter err = spec.commandLine().getErr();
    if (what.embFile != null) {
      err.println("note: --emb-file is not used; vectors of memories are kept in memory");
    }
    if (what.promptDir != null && !what.protocol.equalsIgnoreCase(GeneratePlan.REFERENCE)) {
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

  /** Whether every conversation has its agents already. */
  private boolean agentsThere() {
    for (int i = 1; i <= what.count; i++) {
      Path folder = what.count == 1 ? what.outDir : what.outDir.resolve("gen-" + i);
      if (!Files.exists(folder.resolve("agent_a.json"))
          || !Files.exists(folder.resolve("agent_b.json"))) {
        return false;
      }
    }
    return true;
  }

  private RunSpec runSpec(GeneratePlan plan) {
    var settings = plan.settings();
    settings.put("count", Integer.toString(what.count));
    String url = modelOptions.baseUrl;
    settings.put("base_url", url == null ? "the provider's own" : url);
    var typed = spec.commandLine().getParseResult().originalArgs();
    return new RunSpec("generate", typed, settings, new TreeMap<>());
  }

  private int run(GeneratePlan plan, ModelSpec model, Models models) throws InterruptedException {
    RunSpec runSpec = runSpec(plan);
    Path path = what.outDir.resolve("run-" + runSpec.fingerprint().substring(0, 8));
    var batch = new Batch(what.outDir, path, what.count);
    if (finished(path) && (plan.again() || batch.overtaken())) {
      RunFolder.setAside(path);
    }
    batch.check();
    PrintWriter err = spec.commandLine().getErr();
    var pipeline = new PipelineRun(model, models, err);
    store.check();
    try (var folder = RunFolder.open(path, runSpec);
        var album = plan.album(folder.file(Album.FILE))) {
      batch.begin();
      ObjectNode content = JsonFiles.MAPPER.createObjectNode();
      content.put("asking", runSpec.onResult().get("asking"));
      var outputs = new Outputs(what.outDir, plan.label(), plan.questions());
      Ending ending =
          pipeline.run(
              folder,
              content,
              what.count,
              (steps, progress) ->
                  batch.run(
                      plan.maker(album),
                      steps,
                      pace(models.concurrency(model), outputs, progress)));
      batch.made().forEach(outputs::write);
      outputs.dataset(batch.made());
      AtomicFile.writeText(folder.file(Outputs.PERSONAS), Outputs.personas(batch.made()) + "\n");
      ObjectNode report = outputs.report(batch.made(), album);
      report.put("complete", ending.all()).put("run", path.toString());
      report.set("usage", content.path("usage"));
      AtomicFile.writeText(what.outDir.resolve(Outputs.REPORT), report.toPrettyString() + "\n");
      return store.keep(path, end(report, ending));
    }
  }

  private static Batch.Pace pace(int concurrency, Outputs outputs, Progress progress) {
    return new Batch.Pace(
        concurrency,
        progress,
        made -> {
          outputs.write(made);
          progress.done(1, made.whole() ? 0 : 1);
        });
  }

  private static boolean finished(Path run) {
    Path manifest = run.resolve(RunFolder.MANIFEST);
    return Files.exists(manifest)
        && JsonFiles.read(manifest, JsonFiles.MAPPER::readTree)
            .path("status")
            .asText()
            .equals(Manifest.Status.COMPLETE.name().toLowerCase(Locale.ROOT));
  }

  private int end(JsonNode report, Ending ending) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    new GenerateOutput(out, err).print(report, json);
    return GenerateOutput.code(report, Failures.ended(ending, err));
  }
}
