package dev.locomo.eval.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.events.SessionRange;
import dev.locomo.rag.options.Tokenizers;
import org.jspecify.annotations.Nullable;

/** How events are summarized: everything here can change a result. */
public final class SummaryOptions {
  public static final Setting<String> SESSIONS =
      Setting.text("summary.sessions", "RANGE").byDefault("all").changesResult();
  public static final Setting<How> SUMMARIZE =
      Setting.choice("summary.summarize", "HOW", How.class).byDefault("auto").changesResult();
  public static final Setting<Integer> CONTEXT_TOKENS =
      Setting.integer("summary.context-tokens", "N").changesResult();
  public static final Setting<Integer> REPLY_TOKENS =
      Setting.integer("summary.reply-tokens", "N").changesResult();
  public static final Setting<Long> SEED = Setting.seed("summary.seed");
  public static final Setting<String> TOKENIZER =
      Setting.text("summary.tokenizer", "NAME").byDefault("cl100k").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", SESSIONS, SUMMARIZE, CONTEXT_TOKENS, REPLY_TOKENS, SEED, TOKENIZER);

  /** How much of a conversation is read at a time; lower case, as typed. */
  public enum How {
    auto,
    whole,
    incremental
  }

  public final String sessions;
  public final How how;
  public final @Nullable Integer contextTokens;
  public final @Nullable Integer replyTokens;
  public final long seed;
  public final String tokenizer;

  /** Their values. */
  public SummaryOptions(Settings settings) {
    sessions = settings.get(SESSIONS);
    how = settings.get(SUMMARIZE);
    contextTokens = settings.orNull(CONTEXT_TOKENS);
    replyTokens = settings.orNull(REPLY_TOKENS);
    seed = settings.get(SEED);
    tokenizer = settings.get(TOKENIZER);
  }

  /** The sessions that are meant. */
  public SessionRange range() {
    return SessionRange.parse(sessions);
  }

  /** What counts tokens. */
  public TokenCounter tokens() {
    return Tokenizers.named(tokenizer);
  }

  /** Checks what picocli cannot. */
  public void check() {
    range();
    tokens();
    atLeastOne("--context-tokens", contextTokens);
    atLeastOne("--reply-tokens", replyTokens);
  }

  private static void atLeastOne(String name, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new UserError(name + " is " + value + ", must be at least 1", "");
    }
  }
}
