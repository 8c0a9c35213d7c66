package dev.locomo.cli.command.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.run.Version;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.gen.options.AgentOptions;
import dev.locomo.gen.options.ExtentOptions;
import dev.locomo.gen.options.PeopleOptions;
import dev.locomo.gen.options.StageOptions;
import dev.locomo.gen.persona.SpeakerSource;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.reference.ExampleFolder;
import dev.locomo.rag.options.ModelLookup;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** From the options of {@code generate} to the plan of the run. */
final class GeneratePlan {
  private GeneratePlan() {}

  /**
   * What the options alone do not say.
   *
   * @param model who writes
   * @param protocol by name
   * @param language as typed
   * @param seed of all random draws
   * @param examples folder of examples in place of the imported ones, or null
   * @param surroundings what models are found and loaded in
   */
  public record Inputs(
      ModelSpec model,
      String protocol,
      String language,
      long seed,
      @Nullable Path examples,
      ModelLookup surroundings) {}

  /** The options, group by group. */
  public record Options(
      StageOptions stages, ExtentOptions extent, PeopleOptions people, AgentOptions agents) {}

  /**
   * Reads the files that are named and loads the encoder.
   *
   * @param agentsThere whether no speakers need to be made
   * @param captions whether pictures are captioned anew
   * @return the plan; to be closed
   * @throws UserError when options contradict each other
   */
  public static GenerationPlan of(
      Inputs inputs, Options options, boolean agentsThere, boolean captions) {
    boolean reference = inputs.protocol().equals(GenerationPlan.REFERENCE);
    if (!reference && !inputs.protocol().equals(GenerationPlan.LOCOMO)) {
      throw new UserError(
          "unknown --protocol '" + inputs.protocol() + "'",
          GenerationPlan.LOCOMO + " or " + GenerationPlan.REFERENCE);
    }
    var stages = options.stages().stages();
    var limits = options.extent().limits(reference);
    var language = Language.of(inputs.language());
    // Whether agents are there already must not matter: a run that goes on finds its own.
    boolean people = stages.persona() && (options.people().known() || !agentsThere);
    GenerationPlan.Reference original = null;
    var speakers = SpeakerSource.NONE;
    if (reference) {
      original = reference(inputs, language, limits, people ? options.people() : null);
    } else if (people) {
      speakers = options.people().source(inputs.seed());
    }
    AgentOptions agents = options.agents();
    var images = agents.images();
    var blip = captions ? agents.blip(inputs.surroundings()) : null;
    var filter = agents.filter(inputs.surroundings().environment());
    boolean words = agents.embedder.equals(AgentOptions.WORDS);
    var embedder = words || !stages.session() ? null : agents.encoder(inputs.surroundings());
    return new GenerationPlan(
        new GenerationPlan.Writer(
            "locomo " + Version.program(), inputs.model().id(), inputs.model().model()),
        stages,
        limits,
        language,
        inputs.seed(),
        new GenerationPlan.Means(speakers, embedder, images, blip, filter, agents.rules()),
        original);
  }

  private static GenerationPlan.Reference reference(
      Inputs inputs, Language language, GenerationLimits limits, @Nullable PeopleOptions people) {
    if (!language.code().equals("en") || limits.questions().perKind() > 0) {
      throw new UserError(
          "the reference protocol knows English only, and no questions",
          "no --language and no --qa, or --protocol " + GenerationPlan.LOCOMO);
    }
    var prompts =
        ReferencePrompts.load(
            ReferencePrompts.file(inputs.surroundings().environment().get("LOCOMO_HOME")));
    Path folder = inputs.examples();
    ExampleFolder examples = folder == null ? null : ExampleFolder.read(folder);
    JsonNode msc = people == null ? MissingNode.getInstance() : people.msc();
    return examples == null
        ? new GenerationPlan.Reference(prompts::text, prompts.hash(), null, msc)
        : new GenerationPlan.Reference(
            examples.over(prompts::text), prompts.hash(), examples.hash(), msc);
  }
}
