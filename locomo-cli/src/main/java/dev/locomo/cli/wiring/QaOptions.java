package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.context.ContextKind;
import org.jspecify.annotations.Nullable;

/** How questions are asked: everything here can change a result. */
public final class QaOptions {
  /** The default protocol. */
  public static final String LOCOMO = "locomo";

  /** The original's. */
  public static final String REFERENCE = "reference";

  public static final Setting<String> PROTOCOL =
      Setting.text(
              "protocol",
              "NAME",
              "locomo or reference, the original's to the byte (default: ${DEFAULT-VALUE}).")
          .byDefault(LOCOMO);
  public static final Setting<Integer> BATCH_SIZE =
      Setting.integer("batch-size", "N", "Questions in one request (default: ${DEFAULT-VALUE}).")
          .byDefault("1");
  public static final Setting<ContextKind> CONTEXT =
      Setting.choice(
          "context",
          "KIND",
          ContextKind.class,
          "What the model sees: full, fit (the newest that fits), retrieved, oracle (gold evidence)"
              + " or none (default: fit; retrieved with --use-rag).");
  public static final Setting<Integer> CONTEXT_TOKENS =
      Setting.integer(
          "context-tokens",
          "N",
          "The model's context window, where it is not known or should be smaller.");
  public static final Setting<Integer> REPLY_TOKENS =
      Setting.integer("reply-tokens", "N", "Most tokens of an answer (default: ${DEFAULT-VALUE}).")
          .byDefault("100");
  public static final Setting<String> ADVERSARIAL =
      Setting.text(
              "adversarial",
              "FORMS",
              "Ask adversarial questions freely and as a choice in both orders (all), or freely"
                  + " only (free) (default: ${DEFAULT-VALUE}).")
          .byDefault("all");
  public static final Setting<Long> SEED =
      Setting.seed("Seed of every random choice (default: ${DEFAULT-VALUE}).");
  public static final Setting<String> TOKENIZER =
      Setting.text(
              "tokenizer",
              "NAME",
              "What counts the tokens of a context: cl100k, whitespace (a token a word), or a"
                  + " folder with a tokenizer.json (default: ${DEFAULT-VALUE}).")
          .byDefault("cl100k");
  public static final Setting<Boolean> USE_4BIT =
      Setting.flag(
          "use-4bit",
          "Accepted for the original's scripts; how a local model is loaded is its server's"
              + " matter.");
  public static final Setting<String> SPEAKER_ORDER =
      Setting.text(
          "speaker-order",
          "ORDER",
          "With --protocol reference: how its prompt names the speakers: a,b, b,a or a JSON file"
              + " {\"conv-26\": [\"Name\", \"Name\"]} (default: a,b).");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          PROTOCOL,
          BATCH_SIZE,
          CONTEXT,
          CONTEXT_TOKENS,
          REPLY_TOKENS,
          ADVERSARIAL,
          SEED,
          TOKENIZER,
          USE_4BIT,
          SPEAKER_ORDER);

  public final String protocol;
  public final int batchSize;
  public final @Nullable ContextKind context;
  public final @Nullable Integer contextTokens;
  public final int replyTokens;
  public final String adversarial;
  public final long seed;
  public final String tokenizer;
  public final boolean use4bit;
  public final @Nullable String speakerOrder;

  /** Their values. */
  public QaOptions(Settings settings) {
    protocol = settings.get(PROTOCOL);
    batchSize = settings.get(BATCH_SIZE);
    context = settings.orNull(CONTEXT);
    contextTokens = settings.orNull(CONTEXT_TOKENS);
    replyTokens = settings.get(REPLY_TOKENS);
    adversarial = settings.get(ADVERSARIAL);
    seed = settings.get(SEED);
    tokenizer = settings.get(TOKENIZER);
    use4bit = settings.is(USE_4BIT);
    speakerOrder = settings.orNull(SPEAKER_ORDER);
  }

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
