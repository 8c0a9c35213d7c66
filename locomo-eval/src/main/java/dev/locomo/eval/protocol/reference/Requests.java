package dev.locomo.eval.protocol.reference;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.eval.protocol.reference.ReferenceModel.Family;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prompts as requests: role, temperature and length of the reply by code path. Top-k 10 of local
 * models is the server's to set, as the port to a model has no such parameter.
 */
record Requests(ReferenceModel model, int batchSize, ReferencePrompts prompts) {
  /** Room for one answer. */
  static final int TOKENS_PER_QUESTION = 50;

  private static final int GPT_SINGLE_TOKENS = 32;

  /** The request; {@code attempt} counts from 0. */
  Ask ask(String prompt, int attempt) {
    boolean local = model.family().local();
    return new Ask(
        model.apiModel(),
        messages(prompt),
        temperature(),
        local ? 0.9 : null,
        maxTokens(),
        null,
        false,
        attempt);
  }

  private List<Message> messages(String prompt) {
    if (model.family() == Family.LLAMA) {
      String system = prompts.text("qa.hf.llama_system_message");
      return List.of(new Message(Role.SYSTEM, system), new Message(Role.USER, prompt));
    }
    return List.of(new Message(model.promptIsSystem() ? Role.SYSTEM : Role.USER, prompt));
  }

  private @Nullable Double temperature() {
    return switch (model.family()) {
      case GPT -> 0.0;
      case CLAUDE, GEMINI -> null;
      case MISTRAL, LLAMA, GEMMA -> 0.4;
    };
  }

  private @Nullable Integer maxTokens() {
    return switch (model.family()) {
      case GPT -> batchSize == 1 ? GPT_SINGLE_TOKENS : TOKENS_PER_QUESTION * batchSize;
      case GEMINI -> null;
      default -> TOKENS_PER_QUESTION * batchSize;
    };
  }
}
