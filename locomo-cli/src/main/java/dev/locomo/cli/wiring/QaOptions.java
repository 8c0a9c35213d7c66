package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.context.ContextKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How questions are asked: everything here can change a result. */
public final class QaOptions {
  /** The default protocol. */
  public static final String LOCOMO = "locomo";

  /** The original's. */
  public static final String REFERENCE = "reference";

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = LOCOMO,
      description = "locomo or reference, the original's to the byte (default: ${DEFAULT-VALUE}).")
  public String protocol = LOCOMO;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "1",
      description = "Questions in one request (default: ${DEFAULT-VALUE}).")
  public int batchSize;

  @Option(
      names = "--context",
      paramLabel = "KIND",
      description =
          "What the model sees: full, fit (the newest that fits), retrieved, oracle (gold evidence)"
              + " or none (default: fit; retrieved with --use-rag).")
  public @Nullable ContextKind context;

  @Option(
      names = "--context-tokens",
      paramLabel = "N",
      description = "The model's context window, where it is not known or should be smaller.")
  public @Nullable Integer contextTokens;

  @Option(
      names = "--reply-tokens",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most tokens of an answer (default: ${DEFAULT-VALUE}).")
  public int replyTokens;

  @Option(
      names = "--adversarial",
      paramLabel = "FORMS",
      defaultValue = "all",
      description =
          "Ask adversarial questions freely and as a choice in both orders (all), or freely only"
              + " (free) (default: ${DEFAULT-VALUE}).")
  public String adversarial = "all";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of every random choice (default: ${DEFAULT-VALUE}).")
  public long seed;

  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      defaultValue = "cl100k",
      description =
          "What counts the tokens of a context: cl100k, whitespace (a token a word), or a folder"
              + " with a tokenizer.json (default: ${DEFAULT-VALUE}).")
  public String tokenizer = "cl100k";

  @Option(
      names = "--use-4bit",
      description =
          "Accepted for the original's scripts; how a local model is loaded is its server's"
              + " matter.")
  public boolean use4bit;

  @Option(
      names = "--speaker-order",
      paramLabel = "ORDER",
      description =
          "With --protocol reference: how its prompt names the speakers: a,b, b,a or a JSON file"
              + " {\"conv-26\": [\"Name\", \"Name\"]} (default: a,b).")
  public @Nullable String speakerOrder;

  /** Whether adversarial questions are also asked as choices. */
  public boolean choices() {
    return switch (adversarial) {
      case "all" -> true;
      case "free" -> false;
      default -> throw new UserError("unknown --adversarial '" + adversarial + "'", "all or free");
    };
  }

  /** What counts tokens. */
  public TokenCounter tokens() {
    return Tokenizers.named(tokenizer);
  }

  /** Checks what picocli cannot. */
  public void check() {
    if (!protocol.equals(LOCOMO) && !protocol.equals(REFERENCE)) {
      throw new UserError("unknown protocol '" + protocol + "'", "locomo or reference");
    }
    choices();
    tokens();
    if (batchSize < 1) {
      throw new UserError("--batch-size is " + batchSize + ", must be at least 1", "");
    }
    if (replyTokens < 1) {
      throw new UserError("--reply-tokens is " + replyTokens + ", must be at least 1", "");
    }
    if (speakerOrder != null && !protocol.equals(REFERENCE)) {
      throw new UserError(
          "--speaker-order is for --protocol reference alone",
          "leave it out; ours names speaker_a first");
    }
  }
}
