package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.events.SessionRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How events are summarized: everything here can change a result. */
public final class SummaryOptions {
  /** How much of a conversation is read at a time; lower case, as typed. */
  public enum How {
    auto,
    whole,
    incremental
  }

  @Option(
      names = "--sessions",
      paramLabel = "RANGE",
      defaultValue = "all",
      description =
          "The sessions whose events are summarized: 3-8, 5, 3-, -8 or all (default:"
              + " ${DEFAULT-VALUE}).")
  public String sessions = "all";

  @Option(
      names = "--summarize",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "whole: all sessions in one request; incremental: session by session, shown what was"
              + " written down so far; auto: incremental when a conversation does not fit the"
              + " model's window (default: ${DEFAULT-VALUE}).")
  public How how = How.auto;

  @Option(
      names = "--context-tokens",
      paramLabel = "N",
      description = "The model's context window, where it is not known or should be smaller.")
  public @Nullable Integer contextTokens;

  @Option(
      names = "--reply-tokens",
      paramLabel = "N",
      description =
          "Most tokens of a summary (default: 4096; incremental: 1024 or a quarter of the window).")
  public @Nullable Integer replyTokens;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The provider's sampling seed (default: ${DEFAULT-VALUE}).")
  public long seed;

  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      defaultValue = "cl100k",
      description =
          "What counts the tokens of a context: cl100k, or whitespace, a token a word (default:"
              + " ${DEFAULT-VALUE}).")
  public String tokenizer = "cl100k";

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
