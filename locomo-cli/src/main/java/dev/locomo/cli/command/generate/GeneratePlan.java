package dev.locomo.cli.command.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.run.Version;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.gen.options.AgentOptions;
import dev.locomo.gen.options.ExtentOptions;
import dev.locomo.gen.options.PeopleOptions;
import dev.locomo.gen.options.StageOptions;
import dev.locomo.gen.persona.SpeakerSource;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.reference.ExampleFolder;
import dev.locomo.rag.options.ModelLookup;
import java.nio.file.Path;
import java.util.Locale;

/**
 * From the options of {@code generate} to the plan of the run.
 *
 * @param settings of the verb
 * @param model who writes
 * @param at what models are found and loaded in
 */
record GeneratePlan(Settings settings, ModelSpec model, ModelLookup at) {
  static final Setting<String> LANGUAGE =
      Setting.text("generate.language", "LANGUAGE").byDefault("en").changesResult();
  static final Setting<Long> SEED = Setting.seed("generate.seed");
  static final Setting<String> PROTOCOL =
      Setting.text("generate.protocol", "NAME").byDefault(GenerationPlan.LOCOMO).changesResult();
  static final Setting<Path> PROMPT_DIR =
      Setting.path("generate.prompt-dir", "DIR").changesResult();
  static final Setting<Boolean> BLIP_CAPTION =
      Setting.flag("generate.blip-caption").changesResult();

  /** Whether the original's protocol is meant. */
  static boolean isReference(Settings settings) {
    return settings.get(PROTOCOL).equalsIgnoreCase(GenerationPlan.REFERENCE);
  }

  /**
   * Reads the files that are named and loads the encoder.
   *
   * @param agentsThere whether no speakers need to be made
   * @return the plan; to be closed
   * @throws UserError when options contradict each other
   */
  GenerationPlan plan(boolean agentsThere) {
    boolean reference = isReference(settings);
    if (!reference && !settings.get(PROTOCOL).equalsIgnoreCase(GenerationPlan.LOCOMO)) {
      throw new UserError(
          "unknown --protocol '" + settings.get(PROTOCOL).toLowerCase(Locale.ROOT) + "'",
          GenerationPlan.LOCOMO + " or " + GenerationPlan.REFERENCE);
    }
    var stages = new StageOptions(settings).stages();
    var limits = new ExtentOptions(settings).limits(reference);
    var language = Language.of(settings.get(LANGUAGE));
    if (reference && (!language.code().equals("en") || limits.questions().perKind() > 0)) {
      throw new UserError(
          "the reference protocol knows English only, and no questions",
          "no --language and no --qa, or --protocol " + GenerationPlan.LOCOMO);
    }
    var speakers = new PeopleOptions(settings);
    // Whether agents are there already must not matter: a run that goes on finds its own.
    boolean people = stages.persona() && (speakers.known() || !agentsThere);
    long seed = settings.get(SEED);
    var original = reference ? reference(people) : null;
    var source = people && !reference ? speakers.source(seed) : SpeakerSource.NONE;
    var agents = new AgentOptions(settings);
    var images = agents.images(at);
    var filter = agents.filter();
    var moderation = agents.moderation();
    var blip = settings.is(BLIP_CAPTION) ? agents.blip(at) : null;
    var embedder = stages.session() ? agents.encoder(at) : null;
    var means =
        new GenerationPlan.Means(
            source, embedder, images, blip, filter, moderation, agents.rules());
    var writer =
        new GenerationPlan.Writer("locomo " + Version.program(), model.id(), model.model());
    return new GenerationPlan(writer, stages, limits, language, seed, means, original);
  }

  private GenerationPlan.Reference reference(boolean people) {
    var prompts = ReferencePrompts.load(ReferencePrompts.file(at.environment().get("LOCOMO_HOME")));
    Path folder = settings.orNull(PROMPT_DIR);
    ExampleFolder examples = folder == null ? null : ExampleFolder.read(folder);
    JsonNode msc = people ? new PeopleOptions(settings).msc() : MissingNode.getInstance();
    return new GenerationPlan.Reference(
        examples == null ? prompts::text : examples.over(prompts::text),
        prompts.hash(),
        examples == null ? null : examples.hash(),
        msc);
  }
}
