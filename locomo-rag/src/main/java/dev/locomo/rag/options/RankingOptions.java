package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.retrieve.RetrievalMethod;
import org.jspecify.annotations.Nullable;

/** A retriever, and what orders its hits anew. */
public class RankingOptions extends RetrieverOptions {
  public static final Setting<String> RERANK =
      Setting.text("ranking.rerank", "NAME").changesResult();
  public static final Setting<Integer> RERANK_DEPTH =
      Setting.integer("ranking.rerank-depth", "N").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS = RetrieverOptions.SETTINGS.and(RERANK, RERANK_DEPTH);

  private static final int DEPTH = 50;

  public final @Nullable String rerank;
  public final @Nullable Integer rerankDepth;

  /** Their values. */
  public RankingOptions(Settings settings) {
    super(settings);
    rerank = settings.orNull(RERANK);
    rerankDepth = settings.orNull(RERANK_DEPTH);
  }

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
  public RetrievalMethod method(ModelLookup at) {
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
