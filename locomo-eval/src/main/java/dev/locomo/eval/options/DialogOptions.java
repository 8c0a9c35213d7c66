package dev.locomo.eval.options;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.context.PictureOptions;
import dev.locomo.eval.dialog.PictureForm;
import dev.locomo.eval.dialog.Target.TurnSelection;
import dev.locomo.rag.options.Tokenizers;
import org.jspecify.annotations.Nullable;

/** Which turns are generated, and how. */
public final class DialogOptions {
  public static final Setting<Integer> MAX_TURNS =
      Setting.integer("dialog.max-turns", "N").byDefault("200").changesResult().atLeast(1);
  public static final Setting<String> TURNS =
      Setting.text("dialog.turns", "KIND")
          .byDefault("all")
          .oneOf("all", "pictures")
          .changesResult();
  public static final Setting<Long> SEED = Setting.seed("dialog.seed");
  public static final Setting<PictureForm> PICTURE =
      Setting.choice("dialog.picture", "FORM", PictureForm.class)
          .byDefault("caption")
          .changesResult();
  public static final Setting<Integer> CANDIDATES =
      Setting.integer("dialog.candidates", "N").byDefault("10").changesResult().atLeast(2);
  public static final Setting<Integer> HISTORY_TOKENS =
      Setting.integer("dialog.history-tokens", "N").changesResult().atLeast(1);
  public static final Setting<String> TOKENIZER =
      Setting.text("dialog.tokenizer", "NAME").byDefault("cl100k").changesResult();
  public static final Setting<Integer> REPLY_TOKENS =
      Setting.integer("dialog.reply-tokens", "N").byDefault("400").changesResult().atLeast(1);

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
              "",
              MAX_TURNS,
              TURNS,
              SEED,
              PICTURE,
              CANDIDATES,
              HISTORY_TOKENS,
              TOKENIZER,
              REPLY_TOKENS)
          .and(PictureOptions.SETTINGS.settings().toArray(Setting<?>[]::new));

  private static final String WITH_PICTURES = "pictures";

  public final int maxTurns;
  public final String turns;
  public final long seed;
  public final PictureForm picture;
  public final int candidates;
  public final @Nullable Integer historyTokens;
  public final String tokenizer;
  public final int replyTokens;
  final PictureOptions pictures;

  /** Their values. */
  public DialogOptions(Settings settings) {
    maxTurns = settings.get(MAX_TURNS);
    turns = settings.get(TURNS);
    seed = settings.get(SEED);
    picture = settings.get(PICTURE);
    candidates = settings.get(CANDIDATES);
    historyTokens = settings.orNull(HISTORY_TOKENS);
    tokenizer = settings.get(TOKENIZER);
    replyTokens = settings.get(REPLY_TOKENS);
    pictures = new PictureOptions(settings);
  }

  /** Which turns. */
  public TurnSelection selection() {
    return new TurnSelection(maxTurns, seed, turns.equals(WITH_PICTURES));
  }

  /** Checks what picocli cannot. */
  public void check() {
    Tokenizers.named(tokenizer);
  }
}
