package dev.locomo.eval.protocol.reference;

import dev.locomo.core.python.PythonFormat;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.reference.ContextText.Style;
import dev.locomo.eval.protocol.reference.ReferenceProtocol.Settings;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What stands above the questions when nothing is retrieved: the introduction with the speakers'
 * names, and as much of the conversation as the budget allows.
 */
final class ConversationBase {
  private final String start;
  private final ContextText context;
  private final @Nullable FittingCuts cuts;
  private final ToIntFunction<String> tokens;
  private final int room;

  /**
   * Counts the conversation, where its code path counts.
   *
   * @param asked the conversation
   * @param settings how it is asked
   * @param prompts the original's texts
   */
  ConversationBase(Asked asked, Settings settings, ReferencePrompts prompts) {
    var family = settings.model().family();
    var names = settings.speakers().names(asked.sample(), asked.conversation());
    start =
        PythonFormat.format(
            prompts.text(family.key("CONV_START_PROMPT")), names.get(0), names.get(1));
    context = new ContextText(asked.conversation(), style(family));
    tokens = settings.tokens();
    Integer limit = settings.limit();
    cuts = limit == null ? null : FittingCuts.of(context, family.local(), tokens);
    room =
        limit == null
            ? 0
            : limit
                - Requests.TOKENS_PER_QUESTION * settings.batchSize()
                - tokens.applyAsInt(start);
  }

  private static Style style(ReferenceModel.Family family) {
    return switch (family) {
      case GPT -> Style.GPT;
      case CLAUDE, GEMINI -> Style.CLAUDE_GEMINI;
      case MISTRAL, LLAMA, GEMMA -> Style.LOCAL;
    };
  }

  /** The cut that leaves room for a question; {@code counted} is what the original counts of it. */
  ContextText.Cut cut(String counted) {
    return cuts == null ? context.whole() : cuts.within(room - tokens.applyAsInt(counted));
  }

  /** Introduction and conversation. */
  String text(String counted) {
    return start + context.text(cut(counted));
  }
}
