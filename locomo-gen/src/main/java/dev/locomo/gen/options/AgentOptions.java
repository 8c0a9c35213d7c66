package dev.locomo.gen.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Keys;
import dev.locomo.core.llm.stack.Time;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.image.BlipCaptions;
import dev.locomo.gen.image.ImageSource;
import dev.locomo.gen.image.LocalImages;
import dev.locomo.gen.image.WebImages;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import dev.locomo.gen.safety.ModerationService;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.options.RetrieverOptions;
import dev.locomo.rag.retrieve.RetrievalMethods;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the speakers remember with, what pictures they share, and what they may not say. */
public final class AgentOptions {
  public static final Setting<String> EMBEDDER =
      Setting.text("agent.embedder", "NAME").byDefault("minilm").changesResult();
  private static final Setting<Path> MODEL_DIR = Setting.path("agent.model-dir", "DIR");
  private static final Setting<String> EMBEDDING_URL =
      Setting.text("agent.embedding-url", "URL").changesResult();
  private static final Setting<String> IMAGES =
      Setting.text("agent.images", "SOURCE").changesResult();
  private static final Setting<Path> IMAGE_DIR =
      Setting.path("agent.image-dir", "DIR").changesResult();
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
          IMAGE_URL,
          BLOCK_LIST,
          MODERATION_URL);

  /** The value of {@code --embedder} that needs no encoder. */
  public static final String WORDS = "bm25";

  private static final ModelFiles BLIP_FILES =
      ModelFiles.TEXT.withOptional("preprocessor_config.json");

  public final String embedder;
  private final @Nullable Path modelDir;
  private final @Nullable String embeddingUrl;
  private final @Nullable String images;
  private final @Nullable Path imageDir;
  private final @Nullable URI imageUrl;
  private final @Nullable Path blockList;
  private final @Nullable URI moderationUrl;

  /** Their values. */
  public AgentOptions(Settings settings) {
    embedder = settings.get(EMBEDDER);
    modelDir = settings.orNull(MODEL_DIR);
    embeddingUrl = settings.orNull(EMBEDDING_URL);
    images = settings.orNull(IMAGES);
    imageDir = settings.orNull(IMAGE_DIR);
    imageUrl = settings.orNull(IMAGE_URL);
    blockList = settings.orNull(BLOCK_LIST);
    moderationUrl = settings.orNull(MODERATION_URL);
  }

  /** The encoder that is meant; to be closed. Not for {@link #WORDS}. */
  public Embedder encoder(ModelLookup at) {
    return methods(at).encoder(embedder);
  }

  private RetrievalMethods methods(ModelLookup at) {
    return RetrieverOptions.methods(at, modelDir, embeddingUrl);
  }

  /** The pictures. */
  public ImageSource images() {
    String meant = images == null ? (imageDir == null ? "none" : "local") : images;
    return switch (meant.toLowerCase(Locale.ROOT)) {
      case "none" -> ImageSource.NONE;
      case "local" -> {
        if (imageDir == null) {
          throw new UserError("--images local needs the pictures", "--image-dir DIR");
        }
        yield LocalImages.open(imageDir);
      }
      case "openverse" -> WebImages.openverse(imageService());
      case "wikimedia" -> WebImages.wikimedia(imageService());
      default ->
          throw new UserError(
              "unknown --images '" + meant + "'", "local, openverse, wikimedia or none");
    };
  }

  private @Nullable URI imageService() {
    return imageUrl == null ? null : address("--image-url", imageUrl);
  }

  /** BLIP, loaded; to be closed. */
  public BlipCaptions blip(ModelLookup at) {
    return BlipCaptions.load(methods(at).models().find(BlipCaptions.MODEL, BLIP_FILES).folder());
  }

  private static String moderationKey(Map<String, String> environment) {
    return Keys.read(environment, Path.of(".env")).of("OPENAI_API_KEY").stream()
        .findFirst()
        .map(ApiKey::secret)
        .orElse("");
  }

  /** What may not be written. */
  public Filter filter(Map<String, String> environment) {
    List<String> words = blockList == null ? List.of() : Filter.blockList(blockList);
    Moderation moderation =
        moderationUrl == null
            ? Moderation.NONE
            : new ModerationService(
                address("--moderation-url", moderationUrl), moderationKey(environment), Time.REAL);
    return new Filter(words, moderation);
  }

  private static URI address(String option, URI url) {
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw new UserError(
          option + " '" + url + "' is no address", "one with http:// or https:// and a host");
    }
    return url;
  }

  /** The block list and the service, for the settings of the run. */
  public String rules() {
    return (blockList == null ? "" : Filter.blockList(blockList).toString())
        + (moderationUrl == null ? "" : moderationUrl);
  }
}
