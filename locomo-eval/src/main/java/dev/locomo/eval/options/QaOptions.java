package dev.locomo.eval.options;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.context.ContextKind;
import dev.locomo.eval.context.PictureOptions;
import dev.locomo.rag.options.Tokenizers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How questions are asked: everything here can change a result. */
public final class QaOptions {
  /** The default protocol. */
  public static final String LOCOMO = "locomo";

  /** The original's. */
  public static final String REFERENCE = "reference";

  public static final Setting<String> PROTOCOL =
      Setting.text("qa.protocol", "NAME")
          .byDefault(LOCOMO)
          .oneOf(LOCOMO, REFERENCE)
          .changesResult();
  public static final Setting<Integer> BATCH_SIZE =
      Setting.integer("qa.batch-size", "N").byDefault("1").changesResult().atLeast(1);
  public static final Setting<ContextKind> CONTEXT =
      Setting.choice("qa.context", "KIND", ContextKind.class).changesResult();
  public static final Setting<Integer> CONTEXT_TOKENS =
      Setting.integer("qa.context-tokens", "N").changesResult();
  public static final Setting<Integer> REPLY_TOKENS =
      Setting.integer("qa.reply-tokens", "N").byDefault("100").changesResult().atLeast(1);
  public static final Setting<String> ADVERSARIAL =
      Setting.text("qa.adversarial", "FORMS").byDefault("all").oneOf("all", "free").changesResult();
  public static final Setting<Long> SEED = Setting.seed("qa.seed");
  public static final Setting<String> TOKENIZER =
      Setting.text("qa.tokenizer", "NAME").byDefault("cl100k").changesResult();
  public static final Setting<String> SPEAKER_ORDER =
      Setting.text("qa.speaker-order", "ORDER").changesResult();

  public static final Setting<Integer> REPEATS =
      Setting.integer("qa.repeats", "N").byDefault("1").changesResult().atLeast(1);

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
              SPEAKER_ORDER,
              REPEATS)
          .and(PictureOptions.SETTINGS.settings().toArray(Setting<?>[]::new));

  public final String protocol;
  public final int batchSize;
  public final @Nullable ContextKind context;
  public final @Nullable Integer contextTokens;
  public final int replyTokens;
  public final String adversarial;
  public final long seed;
  public final String tokenizer;
  public final @Nullable String speakerOrder;
  public final int repeats;
  final PictureOptions pictures;

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
    speakerOrder = settings.orNull(SPEAKER_ORDER);
    repeats = settings.get(REPEATS);
    pictures = new PictureOptions(settings);
  }

  /** Whether adversarial questions are also asked as choices. */
  public boolean choices() {
    return adversarial.equals("all");
  }

  /**
   * How many calls the forms of adversarial questions make of these questions, in a sentence; empty
   * where each is asked once.
   */
  public Optional<String> forms(List<Question> asked) {
    long adversarial =
        asked.stream()
            .filter(q -> q.gold() instanceof Gold.Unanswerable(var lure, _) && lure != null)
            .count();
    if (adversarial == 0 || batchSize > 1 || !choices() || protocol.equals(REFERENCE)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d calls for %,d questions: %,d adversarial %s asked in three forms"
                + " (once with --adversarial free)",
            (long) asked.size() * repeats + 2 * adversarial,
            asked.size(),
            adversarial,
            adversarial == 1 ? "question is" : "questions are"));
  }

  /** What counts tokens. */
  public TokenCounter tokens() {
    return Tokenizers.named(tokenizer);
  }

  /** Checks what picocli cannot. */
  public void check() {
    tokens();
    if (repeats > 1 && protocol.equals(REFERENCE)) {
      throw new UserError("--repeats is not for --protocol reference", "--protocol locomo");
    }
    if (speakerOrder != null && !protocol.equals(REFERENCE)) {
      throw new UserError(
          "--speaker-order is for --protocol reference alone",
          "leave it out; ours names speaker_a first");
    }
  }
}
