package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Keys;
import dev.locomo.rag.embed.VectorStore;
import dev.locomo.rag.hub.ModelHub;
import dev.locomo.rag.index.Quantisation;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.RetrievalMethod;
import dev.locomo.rag.retrieve.RetrievalMethods;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which retriever, over what, with what at hand. */
public class RetrieverOptions {
  /** For {@code --offline} of verbs that ask no language model. */
  public static final String OFFLINE = "Download no model; what is not here is an error.";

  @Option(
      names = "--retriever",
      paramLabel = "NAME",
      defaultValue = RetrievalMethods.DEFAULT,
      description = {
        "One of " + RetrievalMethods.NAMES + " (default: ${DEFAULT-VALUE});",
        "docs/retrieval.md describes them."
      })
  public String retriever = RetrievalMethods.DEFAULT;

  @Option(
      names = "--rag-mode",
      paramLabel = "MODE",
      defaultValue = "dialog",
      description = "Database: dialog, observation or summary (default: ${DEFAULT-VALUE}).")
  public String ragMode = "dialog";

  @Option(
      names = "--emb-dir",
      paramLabel = "DIR",
      description =
          "Where vectors are kept (default: embeddings in LOCOMO_HOME, else in ~/.locomo).")
  public @Nullable Path embDir;

  @Option(
      names = "--model-dir",
      paramLabel = "DIR",
      description =
          "Where models are looked for, besides the Hugging Face cache, and downloaded to"
              + " (default: models in LOCOMO_HOME, else in ~/.locomo).")
  public @Nullable Path modelDir;

  @Option(
      names = "--embedding-url",
      paramLabel = "URL",
      description =
          "Where the retriever openai:MODEL asks: any server that speaks OpenAI's embeddings"
              + " (default: OpenAI).")
  public @Nullable String embeddingUrl;

  @Option(
      names = "--quantize",
      paramLabel = "KIND",
      defaultValue = "none",
      description =
          "How vectors are kept for the graph of a conversation of more than 20,000 passages: none"
              + " or int8 (default: ${DEFAULT-VALUE}).")
  public String quantize = "none";

  /** The database that is meant. */
  public Database database() {
    return Database.of(ragMode)
        .orElseThrow(() ->
            new UserError(
                "unknown --rag-mode '" + ragMode + "'", "dialog, observation or summary"));
  }

  /** The folder of vectors. */
  public Path embeddings(Map<String, String> environment) {
    return embDir != null ? embDir : Home.folder(environment).resolve("embeddings");
  }

  private VectorStore.Settings kept() {
    var quantisation =
        Quantisation.of(quantize)
            .orElseThrow(
                () -> new UserError("unknown --quantize '" + quantize + "'", "none or int8"));
    return new VectorStore.Settings(VectorStore.Settings.EXACT_UP_TO, quantisation);
  }

  /** The retriever that is meant, its models found or downloaded, and loaded; to be closed. */
  public RetrievalMethod method(Surroundings at) {
    return methods(at).named(retriever);
  }

  /** The retrievers with what they need. */
  public RetrievalMethods methods(Surroundings at) {
    var environment = at.environment();
    Path models = modelDir != null ? modelDir : Home.folder(environment).resolve("models");
    var keys = Keys.read(environment, Path.of(".env"));
    var tokens = keys.of("HF_TOKEN");
    return new RetrievalMethods(
        new VectorStore(embeddings(environment), kept(), at.progress()),
        ModelHub.of(models, environment, tokens, at.offline(), at.progress())
            .with(Remote.models(at)),
        new Connection(embeddingUrl, keys.of("OPENAI_API_KEY"), Connection.TIMEOUT));
  }
}
