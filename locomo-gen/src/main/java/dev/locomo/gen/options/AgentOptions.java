package dev.locomo.gen.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.image.ImageSource;
import dev.locomo.gen.image.LocalImages;
import dev.locomo.gen.image.WebImages;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import dev.locomo.gen.safety.ModerationService;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.PictureVectors;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.options.ClipModels;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.options.RetrieverOptions;
import dev.locomo.rag.retrieve.RetrievalMethods;
import dev.locomo.rag.vision.BlipCaptioner;
import dev.locomo.rag.vision.CaptionSettings;
import dev.locomo.rag.vision.ImageCaptioner;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the speakers remember with, what pictures they share, and what they may not say. */
public record AgentOptions(Settings settings) {
  private static final Setting<String> EMBEDDER =
      Setting.text("agent.embedder", "NAME").byDefault("minilm").changesResult();
  private static final Setting<Path> MODEL_DIR = Setting.path("agent.model-dir", "DIR");
  private static final Setting<String> EMBEDDING_URL =
      Setting.text("agent.embedding-url", "URL").changesResult();
  private static final Setting<String> IMAGES =
      Setting.text("agent.images", "SOURCE").changesResult();
  private static final Setting<Path> IMAGE_DIR =
      Setting.path("agent.image-dir", "DIR").changesResult();
  private static final Setting<String> IMAGE_ENCODER =
      Setting.text("agent.image-encoder", "NAME").changesResult();
  private static final Setting<URI> IMAGE_URL =
      Setting.address("agent.image-url", "URL").changesResult();
  private static final Setting<Path> BLOCK_LIST =
      Setting.path("agent.block-list", "FILE").changesResult();
  private static final Setting<URI> MODERATION_URL =
      Setting.address("agent.moderation-url", "URL").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          EMBEDDER,
          MODEL_DIR,
          EMBEDDING_URL,
          IMAGES,
          IMAGE_DIR,
          IMAGE_ENCODER,
          IMAGE_URL,
          BLOCK_LIST,
          MODERATION_URL);

  /** The value of {@code --embedder} that needs no encoder. */
  private static final String WORDS = "bm25";

  /** The checkpoint of the published data, with its settings. */
  private static final String BLIP = "Salesforce/blip-image-captioning-large";

  private static final ModelFiles BLIP_FILES =
      ModelFiles.TEXT.withOptional("preprocessor_config.json");

  /** The encoder that is meant, to be closed; null where words are enough. */
  public @Nullable Embedder encoder(ModelLookup at) {
    String name = settings.get(EMBEDDER);
    return name.equals(WORDS) ? null : methods(at).encoder(name);
  }

  private RetrievalMethods methods(ModelLookup at) {
    return RetrieverOptions.methods(at, settings.orNull(MODEL_DIR), settings.orNull(EMBEDDING_URL));
  }

  /** The pictures, with the model that chooses among them; to be closed. */
  public ImageSource images(ModelLookup at) {
    Path folder = settings.orNull(IMAGE_DIR);
    String meant = settings.or(IMAGES, folder == null ? "none" : "local").toLowerCase(Locale.ROOT);
    String encoder = settings.orNull(IMAGE_ENCODER);
    if (encoder != null && !(ClipModels.named(encoder) && meant.equals("local"))) {
      throw new UserError(
          "--image-encoder '" + encoder + "' cannot choose among the pictures of --images " + meant,
          "clip:DIR-or-NAME, with --image-dir DIR");
    }
    return switch (meant) {
      case "none" -> ImageSource.NONE;
      case "local" -> {
        if (folder == null) {
          throw new UserError("--images local needs the pictures", "--image-dir DIR");
        }
        var pictures = LocalImages.open(folder);
        yield encoder == null ? pictures : pictures.by(seen(encoder, at));
      }
      case "openverse", "wikimedia" ->
          WebImages.of(meant.equals("openverse"), address("--image-url", IMAGE_URL));
      default ->
          throw new UserError(
              "unknown --images '" + settings.orNull(IMAGES) + "'",
              "local, openverse, wikimedia or none");
    };
  }

  private PictureVectors seen(String encoder, ModelLookup at) {
    var clip = ClipModels.load("--image-encoder", encoder, methods(at).models());
    return new PictureVectors(clip, RetrieverOptions.vectors(at.environment()), at.progress());
  }

  /** BLIP, loaded; to be closed. */
  public ImageCaptioner blip(ModelLookup at) {
    Path folder = methods(at).models().find(BLIP, BLIP_FILES).folder();
    return BlipCaptioner.load(folder, CaptionSettings.PUBLISHED);
  }

  /** What may not be written. */
  public Filter filter() {
    return new Filter(blocked(), Moderation.NONE);
  }

  private List<String> blocked() {
    Path list = settings.orNull(BLOCK_LIST);
    return list == null ? List.of() : Filter.blockList(list);
  }

  /** Who is asked about it; null for nobody. */
  public @Nullable ModerationService moderation() {
    URI service = address("--moderation-url", MODERATION_URL);
    return service == null ? null : new ModerationService(service);
  }

  private @Nullable URI address(String option, Setting<URI> setting) {
    URI url = settings.orNull(setting);
    if (url != null
        && (url.getHost() == null || !List.of("http", "https").contains(url.getScheme()))) {
      throw new UserError(
          option + " '" + url + "' is no address", "one with http:// or https:// and a host");
    }
    return url;
  }

  /** The block list and the service, for the settings of the run. */
  public String rules() {
    return (settings.has(BLOCK_LIST) ? blocked().toString() : "")
        + Objects.toString(settings.orNull(MODERATION_URL), "");
  }
}
