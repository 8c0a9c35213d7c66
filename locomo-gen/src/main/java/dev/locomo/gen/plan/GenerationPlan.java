package dev.locomo.gen.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.gen.image.ImageSource;
import dev.locomo.gen.image.PictureStore;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.persona.SpeakerSource;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import dev.locomo.gen.safety.ModerationService;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.vision.ImageCaptioner;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a run of the generator makes; closing it closes its models.
 *
 * @param writer who writes, and as which program
 * @param stages what is made
 * @param limits how much of it
 * @param language of everything that is written
 * @param seed of all random draws
 * @param means what else is used
 * @param reference the original's protocol; null for our own
 */
public record GenerationPlan(
    Writer writer,
    Stages stages,
    GenerationLimits limits,
    Language language,
    long seed,
    Means means,
    @Nullable Reference reference)
    implements AutoCloseable {
  /** The protocol with our prompts. */
  public static final String LOCOMO = "locomo";

  /** The protocol with the original's. */
  public static final String REFERENCE = "reference";

  /**
   * Who writes.
   *
   * @param program name and version
   * @param id provider and model, for example {@code openai:gpt-4o}
   * @param model the model's name as the provider knows it
   */
  public record Writer(String program, String id, String model) {}

  /**
   * What is used besides the model that writes.
   *
   * @param speakers where our own protocol's speakers come from
   * @param embedder finds memories; null for shared words (BM25)
   * @param images where pictures come from
   * @param captions captions pictures anew; null keeps the source's captions
   * @param filter what may not be written
   * @param moderation is asked about it as well; null for nobody
   * @param rules the filter's settings in one line
   */
  public record Means(
      SpeakerSource speakers,
      @Nullable Embedder embedder,
      ImageSource images,
      @Nullable ImageCaptioner captions,
      Filter filter,
      @Nullable ModerationService moderation,
      String rules) {}

  /**
   * What is open during a run.
   *
   * @param filter what may not be written
   * @param memories makes the stores of what speakers remember
   * @param pictures of the run
   * @param verdicts of the moderation service; null for none
   */
  public record Tools(
      Filter filter, Memories memories, PictureStore pictures, @Nullable CallLog verdicts)
      implements AutoCloseable {
    @Override
    public void close() {
      pictures.close();
      if (verdicts != null) {
        verdicts.close();
      }
    }
  }

  /**
   * The original's protocol.
   *
   * @param texts the texts by key
   * @param hash of the imported texts
   * @param examplesHash of examples that take the place of the imported ones; null for those
   * @param msc the persona file's content; missing when no speakers are made
   */
  public record Reference(
      UnaryOperator<String> texts, String hash, @Nullable String examplesHash, JsonNode msc) {}

  /** What identifies the run. */
  public SortedMap<String, String> settings() {
    var settings = new TreeMap<>(means.speakers().settings());
    settings.put("model", writer.id());
    settings.put("protocol", reference == null ? LOCOMO : REFERENCE);
    if (reference == null) {
      settings.put("asking", ConversationModel.protocolId());
    } else {
      settings.put("asking", REFERENCE + " " + reference.hash());
      if (reference.examplesHash() != null) {
        settings.put("examples_sha256", reference.examplesHash());
      }
      if (!reference.msc().isMissingNode()) {
        settings.put("personas_sha256", Sha256.of(reference.msc().toString()));
      }
    }
    settings.put("language", language.code());
    settings.put("seed", Long.toString(seed));
    settings.put("stages", stages.toString());
    // Runs of earlier versions go on: the record had this name when they began.
    settings.put("extent", limits.toString().replaceFirst("^GenerationLimits", "Extent"));
    settings.put("memory", means.embedder() == null ? "bm25" : means.embedder().id());
    settings.put("images", means.images().id());
    settings.put("captions", means.captions() == null ? "the source's" : means.captions().id());
    settings.put("rules", means.rules());
    return settings;
  }

  /** Marks what is made. */
  public Label label() {
    String protocol = reference == null ? ConversationModel.PROTOCOL : REFERENCE;
    return new Label(writer.program(), writer.id(), protocol);
  }

  /**
   * Opens what a run uses, with its records.
   *
   * @param folder of the run
   * @param models opens whom else it asks
   */
  public Tools open(Path folder, Function<ModelSpec, ChatLlm> models) {
    ModerationService service = means.moderation();
    Filter filter = means.filter();
    CallLog verdicts = null;
    if (service != null) {
      ModelSpec model = service.model();
      verdicts = CallLog.open(folder.resolve(Moderation.FILE), models.apply(model));
      filter = filter.with(Moderation.recorded(verdicts, model));
    }
    if (stages.session()) {
      means.images().prepare();
    }
    var supply = new PictureStore.Supply(means.images(), means.captions(), filter);
    return new Tools(
        filter,
        new Memories(means.embedder()),
        PictureStore.open(folder.resolve(PictureStore.FILE), supply),
        verdicts);
  }

  /**
   * Random draws of our own protocol.
   *
   * @param conversation its number in the run
   * @param what they are for
   */
  public SeededDraws draws(int conversation, String what) {
    return new SeededDraws(seed, conversation + "/" + what);
  }

  @Override
  public void close() {
    means.images().close();
    if (means.captions() != null) {
      means.captions().close();
    }
    if (means.embedder() != null) {
      means.embedder().close();
    }
  }
}
