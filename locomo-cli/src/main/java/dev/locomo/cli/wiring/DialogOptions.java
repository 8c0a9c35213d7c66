package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.dialog.Candidates;
import dev.locomo.eval.dialog.Picture;
import dev.locomo.eval.dialog.TurnSelection;
import org.jspecify.annotations.Nullable;

/** Which turns are generated, and how. */
public final class DialogOptions {
  public static final Setting<Integer> MAX_TURNS =
      Setting.integer(
              "max-turns",
              "N",
              "Turns generated, sampled over all conversations (default: ${DEFAULT-VALUE}).")
          .byDefault("200");
  public static final Setting<String> TURNS =
      Setting.text(
              "turns",
              "KIND",
              "Sample from all turns, or from those that share a picture (pictures) (default:"
                  + " ${DEFAULT-VALUE}).")
          .byDefault("all");
  public static final Setting<Long> SEED =
      Setting.seed("Seed of every random choice (default: ${DEFAULT-VALUE}).");
  public static final Setting<Picture> PICTURE =
      Setting.choice(
              "picture",
              "FORM",
              Picture.class,
              "How a turn shares a picture: none, caption (what it shows), query (a search for it)"
                  + " or candidates (one of several) (default: ${DEFAULT-VALUE}).")
          .byDefault("caption");
  public static final Setting<Integer> CANDIDATES =
      Setting.integer(
              "candidates",
              "N",
              "Pictures to choose among with --picture candidates (default: ${DEFAULT-VALUE}).")
          .byDefault("10");
  public static final Setting<Integer> HISTORY_TOKENS =
      Setting.integer(
          "history-tokens",
          "N",
          "Most tokens of what was said before; the newest are kept (default: 12000, or less where"
              + " the model takes less).");
  public static final Setting<String> TOKENIZER =
      Setting.text(
              "tokenizer",
              "NAME",
              "What counts them: cl100k, whitespace or a folder (default: ${DEFAULT-VALUE}).")
          .byDefault("cl100k");
  public static final Setting<Integer> REPLY_TOKENS =
      Setting.integer("reply-tokens", "N", "Most tokens of a reply (default: ${DEFAULT-VALUE}).")
          .byDefault("400");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "", MAX_TURNS, TURNS, SEED, PICTURE, CANDIDATES, HISTORY_TOKENS, TOKENIZER, REPLY_TOKENS);

  private static final String PICTURES = "pictures";

  public final int maxTurns;
  public final String turns;
  public final long seed;
  public final Picture picture;
  public final int candidates;
  public final @Nullable Integer historyTokens;
  public final String tokenizer;
  public final int replyTokens;

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
  }

  /** Which turns. */
  public TurnSelection selection() {
    return new TurnSelection(maxTurns, seed, turns.equals(PICTURES));
  }

  /** The pictures at hand. */
  public Candidates pictures() {
    return new Candidates(candidates, seed);
  }

  /** Checks what picocli cannot. */
  public void check() {
    if (!turns.equals("all") && !turns.equals(PICTURES)) {
      throw new UserError("unknown --turns '" + turns + "'", "all or pictures");
    }
    atLeast("--max-turns", maxTurns, 1);
    atLeast("--candidates", candidates, 2);
    atLeast("--reply-tokens", replyTokens, 1);
    if (historyTokens != null) {
      atLeast("--history-tokens", historyTokens, 1);
    }
    Tokenizers.named(tokenizer);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new UserError(name + " is " + value + ", must be at least " + least, "");
    }
  }
}
