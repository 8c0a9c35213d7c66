package dev.locomo.cli.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.gen.Casting;
import dev.locomo.gen.Extent;
import dev.locomo.gen.Maker;
import dev.locomo.gen.OwnMaker;
import dev.locomo.gen.Stages;
import dev.locomo.gen.image.Album;
import dev.locomo.gen.image.BlipCaptions;
import dev.locomo.gen.image.Captioner;
import dev.locomo.gen.image.ImageSource;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.prompt.Prompts;
import dev.locomo.gen.question.QuestionPlan;
import dev.locomo.gen.reference.Draws;
import dev.locomo.gen.reference.ExampleFolder;
import dev.locomo.gen.reference.ReferenceMaker;
import dev.locomo.gen.safety.Filter;
import dev.locomo.rag.embed.Embedder;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the options of {@code generate} to what makes conversations; to be closed. */
public final class GeneratePlan implements AutoCloseable {
  /** The protocol with our prompts. */
  public static final String LOCOMO = "locomo";

  /** The protocol with the original's. */
  public static final String REFERENCE = "reference";

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
      Surroundings surroundings) {}

  /** The options, group by group. */
  public record Options(
      StageOptions stages, ExtentOptions extent, PeopleOptions people, AgentOptions agents) {}

  private static final Casting NOBODY =
      (_, _) -> {
        throw new IllegalStateException("all speakers are there");
      };

  private final Inputs inputs;
  private final Stages stages;
  private final Extent extent;
  private final Language language;
  private final Casting casting;
  private final JsonNode msc;
  private final @Nullable ReferencePrompts prompts;
  private final @Nullable ExampleFolder examples;
  private final ImageSource images;
  private final @Nullable BlipCaptions blip;
  private final Filter filter;
  private final SortedMap<String, String> settings = new TreeMap<>();
  private final @Nullable Embedder embedder;

  /**
   * Reads the files that are named and loads the encoder.
   *
   * @param agentsThere whether no speakers need to be made
   * @param captions whether pictures are captioned anew
   * @throws UserError when options contradict each other
   */
  public GeneratePlan(Inputs inputs, Options options, boolean agentsThere, boolean captions) {
    this.inputs = inputs;
    if (!inputs.protocol().equals(LOCOMO) && !inputs.protocol().equals(REFERENCE)) {
      throw new UserError(
          "unknown --protocol '" + inputs.protocol() + "'", LOCOMO + " or " + REFERENCE);
    }
    this.stages = options.stages().stages();
    this.extent = options.extent().extent(reference());
    this.language = Language.of(inputs.language());
    this.prompts = reference() ? referencePrompts() : null;
    Path folder = inputs.examples();
    this.examples = reference() && folder != null ? ExampleFolder.read(folder) : null;
    // Whether agents are there already must not matter: a run that goes on finds its own.
    boolean people = stages.persona() && (options.people().known() || !agentsThere);
    this.msc = people && reference() ? options.people().msc(settings) : MissingNode.getInstance();
    this.casting =
        people && !reference() ? options.people().casting(inputs.seed(), settings) : NOBODY;
    this.images = options.agents().images();
    this.blip = captions ? options.agents().blip(inputs.surroundings()) : null;
    this.filter = options.agents().filter(inputs.surroundings().environment());
    boolean words = options.agents().embedder.equals(AgentOptions.WORDS);
    this.embedder =
        words || !stages.session() ? null : options.agents().encoder(inputs.surroundings());
    describe(options.agents());
  }

  private void describe(AgentOptions agents) {
    settings.put("model", inputs.model().id());
    settings.put("protocol", inputs.protocol());
    settings.put(
        "asking",
        prompts == null
            ? Prompts.builtIn().id() + " " + Prompts.builtIn().hash()
            : REFERENCE + " " + prompts.hash());
    if (examples != null) {
      settings.put("examples_sha256", examples.hash());
    }
    settings.put("language", language.code());
    settings.put("seed", Long.toString(inputs.seed()));
    settings.put("stages", stages.toString());
    settings.put("extent", extent.toString());
    settings.put("memory", embedder == null ? AgentOptions.WORDS : embedder.id());
    settings.put("images", images.id());
    settings.put("captions", blip == null ? "the source's" : blip.id());
    settings.put("rules", agents.rules());
  }

  private ReferencePrompts referencePrompts() {
    if (!language.code().equals("en") || extent.questions().perKind() > 0) {
      throw new UserError(
          "the reference protocol knows English only, and no questions",
          "no --language and no --qa, or --protocol " + LOCOMO);
    }
    return ReferencePrompts.load(
        ReferencePrompts.file(inputs.surroundings().environment().get("LOCOMO_HOME")));
  }

  private boolean reference() {
    return inputs.protocol().equals(REFERENCE);
  }

  /** What identifies the run; the caller may add to it. */
  public SortedMap<String, String> settings() {
    return settings;
  }

  /** Whether something that is there is made again. */
  public boolean again() {
    return stages.again().any();
  }

  /** Marks what is made. */
  public Label label() {
    String protocol = reference() ? REFERENCE : Prompts.builtIn().id();
    return new Label("locomo " + Version.program(), inputs.model().id(), protocol);
  }

  /** Which questions are wanted. */
  public QuestionPlan questions() {
    return extent.questions();
  }

  /** The pictures of the run. */
  public Album album(Path file) {
    return Album.open(file, new Album.Supply(images, blip == null ? Captioner.NONE : blip, filter));
  }

  /** What makes one conversation. */
  public Maker maker(Album album) {
    Memories memories = embedder == null ? Memories.words() : Memories.vectors(embedder);
    String model = inputs.model().model();
    if (prompts != null) {
      return new ReferenceMaker(
          stages,
          extent,
          new ReferenceMaker.Means(
              examples == null ? prompts::text : examples.over(prompts::text),
              prompts.hash(),
              model,
              () -> msc,
              number -> Draws.seeded(inputs.seed() + number),
              memories,
              album,
              filter,
              label()));
    }
    var manner = new OwnMaker.Manner(model, language, filter, inputs.seed(), label());
    return new OwnMaker(stages, extent, manner, new OwnMaker.Means(casting, memories, album));
  }

  @Override
  public void close() {
    if (blip != null) {
      blip.close();
    }
    if (embedder != null) {
      embedder.close();
    }
  }
}
