package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.embed.VectorStore;
import dev.locomo.rag.embed.djl.ModelFolders;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.RetrievalMethod;
import dev.locomo.rag.retrieve.RetrievalMethods;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is retrieved, by what, and how much of it. */
public final class RagOptions {
  @Option(names = "--use-rag", description = "Show retrieved passages instead of the conversation.")
  public boolean useRag;

  @Option(
      names = "--rag-mode",
      paramLabel = "MODE",
      defaultValue = "dialog",
      description = "Database: dialog, observation or summary (default: ${DEFAULT-VALUE}).")
  public String ragMode = "dialog";

  @Option(
      names = "--retriever",
      paramLabel = "NAME",
      defaultValue = RetrievalMethods.DEFAULT,
      description =
          "Who finds the passages: " + RetrievalMethods.NAMES + " (default: ${DEFAULT-VALUE}).")
  public String retriever = RetrievalMethods.DEFAULT;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passages shown (default: ${DEFAULT-VALUE}).")
  public int topK;

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
          "Where checkpoints of encoders are (default: models in LOCOMO_HOME, else in ~/.locomo).")
  public @Nullable Path modelDir;

  /**
   * The retriever that is meant, its encoder loaded; to be closed.
   *
   * @param environment variables, for the home folder and the Hugging Face cache
   */
  public RetrievalMethod method(Map<String, String> environment) {
    Path home = Home.folder(environment);
    Path vectors = embDir == null ? home.resolve("embeddings") : embDir;
    Path models = modelDir == null ? home.resolve("models") : modelDir;
    return new RetrievalMethods(new VectorStore(vectors), ModelFolders.of(models, environment))
        .named(retriever);
  }

  /** The database that is meant. */
  public Database database() {
    return Database.of(ragMode)
        .orElseThrow(() ->
            new UserError(
                "unknown --rag-mode '" + ragMode + "'", "dialog, observation or summary"));
  }

  /** Checks what picocli cannot. */
  public void check() {
    if (topK < 1) {
      throw new UserError("--top-k is " + topK + ", must be at least 1", "");
    }
    if (useRag) {
      database();
    }
  }
}
