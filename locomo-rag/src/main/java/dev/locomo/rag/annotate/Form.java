package dev.locomo.rag.annotate;

import dev.locomo.core.llm.Ask;
import java.util.List;

/**
 * How a model is asked by our own prompts.
 *
 * @param model its name as the provider knows it
 * @param replyTokens most tokens of a reply, at least 1
 * @param seed the provider's sampling seed
 */
public record Form(String model, int replyTokens, long seed) {
  Ask ask(String system, String user, boolean json) {
    return new Ask(
        model,
        List.of(new Ask.Message(Ask.Role.SYSTEM, system), new Ask.Message(Ask.Role.USER, user)),
        0.0,
        null,
        replyTokens,
        seed,
        json,
        0);
  }
}
