package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.passage.Database;
import java.nio.file.Path;
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
      defaultValue = "hybrid",
      description = "Who finds the passages; see docs/retrieval.md (default: ${DEFAULT-VALUE}).")
  public String retriever = "hybrid";

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
