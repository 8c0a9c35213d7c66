package dev.locomo.rag.retrieve;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.embed.djl.EncoderSettings;
import dev.locomo.rag.embed.djl.HuggingFaceEmbedder;
import dev.locomo.rag.embed.djl.ModelFolders;
import dev.locomo.rag.embed.djl.Pooling;
import dev.locomo.rag.embed.minilm.MiniLm;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Every retrieval method by the name that {@code --retriever} takes.
 *
 * @param vectors where passage vectors come from
 * @param models where checkpoints are
 */
public record RetrievalMethods(PassageVectors vectors, ModelFolders models) {
  /** The default. */
  public static final String DEFAULT = "hybrid";

  /** For help texts. */
  public static final String NAMES =
      "hybrid, hybrid:ENCODER, bm25, vectors:DIR, or an encoder: minilm, contriever, dpr, dragon,"
          + " hf:DIR-or-NAME";

  private static final String HYBRID = "hybrid";

  /**
   * The method of this name, its models loaded; to be closed.
   *
   * @throws UserError when there is no such method, or its model is nowhere
   * @throws dev.locomo.core.error.DataError when its files cannot be used
   */
  public RetrievalMethod named(String name) {
    if (name.equals("bm25")) {
      return new Bm25Method();
    }
    if (name.startsWith("vectors:")) {
      return new SuppliedVectors(Path.of(name.substring("vectors:".length())));
    }
    if (name.equals(HYBRID) || name.startsWith(HYBRID + ":")) {
      String encoder = name.equals(HYBRID) ? "minilm" : name.substring(HYBRID.length() + 1);
      return new HybridMethod(dense(encoder));
    }
    return dense(name);
  }

  private DenseMethod dense(String encoder) {
    return new DenseMethod(encoder(encoder), vectors);
  }

  /**
   * The encoder of this name, loaded; to be closed.
   *
   * @throws UserError when there is no such encoder, or its files are nowhere
   */
  public Embedder encoder(String name) {
    return switch (name) {
      case "minilm" -> MiniLm.load();
      case "contriever" ->
          HuggingFaceEmbedder.load(
              name, models.find("facebook/contriever"), EncoderSettings.of(Pooling.MEAN, false));
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
      default ->
          Optional.of(name)
              .filter(n -> n.startsWith("hf:"))
              .map(n -> n.substring("hf:".length()))
              .map(n -> (Embedder) HuggingFaceEmbedder.load("hf", models.find(n)))
              .orElseThrow(() ->
                  new UserError("no retriever is called \"" + name + "\"", "one of " + NAMES));
    };
  }

  /** DPR's and DRAGON's published networks give a text the state of its first token. */
  private Embedder pair(String name, String queries, String passages, boolean unit) {
    return HuggingFaceEmbedder.load(
        name, models.find(queries), models.find(passages), EncoderSettings.of(Pooling.CLS, unit));
  }
}
