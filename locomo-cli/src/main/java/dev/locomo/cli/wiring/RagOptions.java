package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import picocli.CommandLine.Option;

/** Whether a model is shown retrieved passages, and how many; what retrieves them is inherited. */
public final class RagOptions extends RankingOptions {
  @Option(names = "--use-rag", description = "Show retrieved passages instead of the conversation.")
  public boolean useRag;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passages shown (default: ${DEFAULT-VALUE}).")
  public int topK;

  @Override
  public void check() {
    super.check();
    if (rerank != null && !useRag) {
      throw new UserError("--rerank needs --use-rag", "--use-rag");
    }
    if (topK < 1) {
      throw new UserError("--top-k is " + topK + ", must be at least 1", "");
    }
    if (useRag) {
      database();
    }
  }
}
