package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Keys;
import dev.locomo.core.llm.stack.Time;
import dev.locomo.gen.image.BlipCaptions;
import dev.locomo.gen.image.ImageSource;
import dev.locomo.gen.image.LocalImages;
import dev.locomo.gen.image.WebImages;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import dev.locomo.gen.safety.ModerationService;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.retrieve.RetrievalMethods;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the speakers remember with, what pictures they share, and what they may not say. */
public final class AgentOptions {
  /** The value of {@code --embedder} that needs no encoder. */
  public static final String WORDS = "bm25";

  private static final ModelFiles BLIP_FILES =
      ModelFiles.TEXT.withOptional("preprocessor_config.json");

  @Option(
      names = "--embedder",
      paramLabel = "NAME",
      defaultValue = "minilm",
      description =
          "What finds memories: minilm, contriever, dpr, dragon, hf:DIR-or-NAME, openai:MODEL, or"
              + " bm25 for shared words (default: ${DEFAULT-VALUE}).")
  public String embedder = "";

  @Option(
      names = "--model-dir",
      paramLabel = "DIR",
      description = "Where encoders are looked for, as in eval-retrieval.")
  private @Nullable Path modelDir;

  @Option(
      names = "--embedding-url",
      paramLabel = "URL",
      description = "Where openai:MODEL asks (default: OpenAI).")
  private @Nullable String embeddingUrl;

  @Option(
      names = "--images",
      paramLabel = "SOURCE",
      description =
          "Where shared pictures come from: local, openverse, wikimedia or none (default: local"
              + " with --image-dir, else none).")
  private @Nullable String images;

  @Option(
      names = "--image-dir",
      paramLabel = "DIR",
      description = "Pictures with captions (docs/generation.md).")
  private @Nullable Path imageDir;

  @Option(
      names = "--image-url",
      paramLabel = "URL",
      description = "Another address of the picture service.")
  private @Nullable URI imageUrl;

  @Option(
      names = "--block-list",
      paramLabel = "FILE",
      description = "Words and phrases, one a line, that must not be written.")
  private @Nullable Path blockList;

  @Option(
      names = "--moderation-url",
      paramLabel = "URL",
      description =
          "A moderation service, asked about everything that is written (OpenAI's protocol).")
  private @Nullable URI moderationUrl;

  /** The encoder that is meant; to be closed. Not for {@link #WORDS}. */
  public Embedder encoder(Surroundings at) {
    return methods(at).encoder(embedder);
  }

  private RetrievalMethods methods(Surroundings at) {
    var retriever = new RetrieverOptions();
    retriever.modelDir = modelDir;
    retriever.embeddingUrl = embeddingUrl;
    return retriever.methods(at);
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
  public BlipCaptions blip(Surroundings at) {
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
