package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.retrieve.RetrievalMethod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A retriever, and what orders its hits anew. */
public class RankingOptions extends RetrieverOptions {
  private static final int DEPTH = 50;

  @Option(
      names = "--rerank",
      paramLabel = "NAME",
      description =
          "A cross-encoder that orders the first hits anew: a folder, or its name on Hugging Face,"
              + " for example cross-encoder/ms-marco-MiniLM-L6-v2.")
  public @Nullable String rerank;

  @Option(
      names = "--rerank-depth",
      paramLabel = "N",
      description = "How many hits it reads (default: 50).")
  public @Nullable Integer rerankDepth;

  /** The retriever's name with what follows it, for run files. */
  public String label() {
    return rerank == null ? retriever : retriever + "+rerank";
  }

  /** Checks what picocli cannot. */
  public void check() {
    if (rerankDepth != null && rerank == null) {
      throw new UserError("--rerank-depth needs --rerank", "--rerank NAME");
    }
    if (rerankDepth != null && rerankDepth < 1) {
      throw new UserError("--rerank-depth is " + rerankDepth + ", must be at least 1", "");
    }
  }

  @Override
  public RetrievalMethod method(Surroundings at) {
    var methods = methods(at);
    var first = methods.named(retriever);
    if (rerank == null) {
      return first;
    }
    try {
      return methods.reranked(first, rerank, rerankDepth == null ? DEPTH : rerankDepth);
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }
}
