package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;

/** Whether a model is shown retrieved passages, and how many; what retrieves them is inherited. */
public final class RagOptions extends RankingOptions {
  public static final Setting<Boolean> USE_RAG = Setting.flag("rag.use-rag").changesResult();
  public static final Setting<Integer> TOP_K =
      Setting.integer("rag.top-k", "N").byDefault("5").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS = RankingOptions.SETTINGS.and(USE_RAG, TOP_K);

  public final boolean useRag;
  public final int topK;

  /** Their values. */
  public RagOptions(Settings settings) {
    super(settings);
    useRag = settings.is(USE_RAG);
    topK = settings.get(TOP_K);
  }

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
