package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.eval.dialog.Candidates;
import dev.locomo.eval.dialog.Picture;
import dev.locomo.eval.dialog.TurnSelection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which turns are generated, and how. */
public final class DialogOptions {
  private static final String PICTURES = "pictures";

  @Option(
      names = "--max-turns",
      paramLabel = "N",
      defaultValue = "200",
      description = "Turns generated, sampled over all conversations (default: ${DEFAULT-VALUE}).")
  public int maxTurns;

  @Option(
      names = "--turns",
      paramLabel = "KIND",
      defaultValue = "all",
      description =
          "Sample from all turns, or from those that share a picture (pictures) (default:"
              + " ${DEFAULT-VALUE}).")
  public String turns = "all";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of every random choice (default: ${DEFAULT-VALUE}).")
  public long seed;

  @Option(
      names = "--picture",
      paramLabel = "FORM",
      defaultValue = "caption",
      description =
          "How a turn shares a picture: none, caption (what it shows), query (a search for it) or"
              + " candidates (one of several) (default: ${DEFAULT-VALUE}).")
  public Picture picture = Picture.CAPTION;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Pictures to choose among with --picture candidates (default: ${DEFAULT-VALUE}).")
  public int candidates;

  @Option(
      names = "--history-tokens",
      paramLabel = "N",
      description =
          "Most tokens of what was said before; the newest are kept (default: 12000, or less where"
              + " the model takes less).")
  public @Nullable Integer historyTokens;

  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      defaultValue = "cl100k",
      description = "What counts them: cl100k, whitespace or a folder (default: ${DEFAULT-VALUE}).")
  public String tokenizer = "cl100k";

  @Option(
      names = "--reply-tokens",
      paramLabel = "N",
      defaultValue = "400",
      description = "Most tokens of a reply (default: ${DEFAULT-VALUE}).")
  public int replyTokens;

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
