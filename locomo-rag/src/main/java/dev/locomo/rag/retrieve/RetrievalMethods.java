package dev.locomo.rag.retrieve;

import dev.locomo.core.error.Nearest;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.stack.Time;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.OpenAiEmbedder;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.embed.Prefixes;
import dev.locomo.rag.embed.djl.BuiltIn;
import dev.locomo.rag.embed.djl.CrossEncoder;
import dev.locomo.rag.embed.djl.EncoderSettings;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.embed.djl.HuggingFaceEmbedder;
import dev.locomo.rag.hub.LocalModel;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.hub.ModelHub;
import dev.locomo.rag.retrieve.FusionMethod.VectorMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every retrieval method by the name that {@code --retriever} takes.
 *
 * @param prefixes what users want before the texts of encoders, rather than what each does by
 *     itself
 */
public record RetrievalMethods(
    PassageVectors vectors, ModelHub models, Connection openAi, Prefixes prefixes) {
  /** The default. */
  public static final String DEFAULT = "hybrid";

  /** Those whose name is all that they need. */
  public static final List<String> KNOWN =
      List.of("hybrid", "bm25", "minilm", "contriever", "dpr", "dragon", "bge", "openai");

  /** For help texts. */
  public static final String NAMES =
      "hybrid, hybrid:ENCODER, hybrid:vectors:DIR, hybrid@1 or hybrid@2 (as it was), bm25,"
          + " vectors:DIR, or an encoder: minilm, bge, contriever, dpr, dragon, hf:DIR-or-NAME,"
          + " openai, openai:MODEL";

  private static final String VECTORS = "vectors:";

  /** What fuses words and vectors, the version where it is not the newest, and the vectors. */
  private static final Pattern FUSED =
      Pattern.compile("hybrid(?:@(?<version>[123]))?(?::(?<vectors>.*))?", Pattern.DOTALL);

  /**
   * The method of this name; its models are loaded when they are needed; to be closed.
   *
   * @throws UserError when there is no such method, or its model is nowhere
   * @throws dev.locomo.core.error.DataError when its files cannot be used
   */
  public RetrievalMethod named(String name) {
    if (!prefixes.equals(Prefixes.UNSAID)
        && (name.equals("bm25") || vectorsOf(name).startsWith(VECTORS))) {
      throw new UserError(
          "--query-prefix and --passage-prefix are for encoders; " + name + " has none",
          "an encoder such as minilm or hf:DIR");
    }
    if (name.equals("bm25")) {
      return new Bm25Method(vectors);
    }
    Matcher fused = FUSED.matcher(name);
    if (fused.matches()) {
      var half = vectors(vectorsOf(name));
      return switch (fused.group("version")) {
        case "1" -> new HybridMethod(half);
        case "2" -> new FusionMethod(half, 2);
        case null, default -> new FusionMethod(half);
      };
    }
    return vectors(name);
  }

  /** What a method of this name takes its vectors from: an encoder's name, if it needs any. */
  public static String vectorsOf(String name) {
    Matcher fused = FUSED.matcher(name);
    if (!fused.matches()) {
      return name;
    }
    String vectors = fused.group("vectors");
    return vectors == null ? "minilm" : vectors;
  }

  /**
   * A method whose first hits, {@code depth} of them, a cross-encoder of this folder, or name on
   * the hub, orders anew; to be closed, with the method.
   *
   * @throws UserError when the model is nowhere
   * @throws dev.locomo.core.error.DataError when its files cannot be used
   */
  public RetrievalMethod reranked(RetrievalMethod method, String name, int depth) {
    var scorer = CrossEncoder.load(models.find(name, ModelFiles.PAIRS));
    return new RerankedMethod(method, scorer, depth);
  }

  private VectorMethod vectors(String name) {
    return name.startsWith(VECTORS)
        ? new SuppliedVectors(Path.of(name.substring(VECTORS.length())))
        : new DenseMethod(encoder(name), vectors);
  }

  /**
   * The encoder of this name, loaded when the first text comes; to be closed.
   *
   * @throws UserError when there is no such encoder, or its files are nowhere
   */
  public Embedder encoder(String name) {
    return switch (name) {
      case "minilm" -> prefixes.before(BuiltIn.MINILM.deferred());
      case "bge" -> prefixes.before(BuiltIn.BGE.deferred());
      case "contriever" -> {
        LocalModel model = models.find("facebook/contriever", ModelFiles.TEXT);
        yield single(name, model, EncoderSettings.of(Pooling.MEAN, false), Prefixes.UNSAID);
      }
      case "dpr" ->
          pair(
              name,
              "facebook/dpr-question_encoder-single-nq-base",
              "facebook/dpr-ctx_encoder-single-nq-base",
              true);
      case "dragon" ->
          pair(
              name,
              "facebook/dragon-plus-query-encoder",
              "facebook/dragon-plus-context-encoder",
              false);
      case "openai" -> openAi("text-embedding-ada-002");
      default -> prefixed(name);
    };
  }

  private Embedder prefixed(String name) {
    String[] parts = name.split(":", 2);
    return switch (parts.length == 2 && !parts[1].isEmpty() ? parts[0] : "") {
      case "hf" -> {
        LocalModel model = models.find(parts[1], ModelFiles.SENTENCES);
        var defaults = Prefixes.of(model.folder(), parts[1]);
        yield single("hf", model, EncoderSettings.read(model), defaults);
      }
      case "openai" -> openAi(parts[1]);
      default ->
          throw new UserError(
              "no retriever is called \"" + name + "\"",
              Nearest.of(name, KNOWN, "one of " + NAMES));
    };
  }

  private Embedder openAi(String model) {
    if (openAi.keys().isEmpty() && openAi.baseUrl() == null) {
      throw new UserError(
          "OpenAI's embeddings need a key", "set " + Provider.named("openai").keyVariable());
    }
    return prefixes.before(new OpenAiEmbedder(model, openAi, Time.REAL));
  }

  private Embedder single(
      String name, LocalModel model, EncoderSettings settings, Prefixes defaults) {
    return prefixes
        .or(defaults)
        .before(
            HuggingFaceEmbedder.deferred(
                name + model.suffix(), model.place(), model.place(), settings));
  }

  /** DPR's and DRAGON's published networks give a text the state of its first token. */
  private Embedder pair(String name, String queries, String passages, boolean unit) {
    LocalModel query = models.find(queries, ModelFiles.TEXT);
    LocalModel passage = models.find(passages, ModelFiles.TEXT);
    return prefixes.before(
        HuggingFaceEmbedder.deferred(
            name + query.suffix() + passage.suffix(),
            query.folder(),
            passage.folder(),
            EncoderSettings.of(Pooling.CLS, unit)));
  }
}
