package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.text.LongTexts.SharedHeads;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Finds out when a server of the user's own cuts prompts without a word: it counts fewer tokens
 * than the prompt can have. Ollama does so at its window, and gateways that "compress".
 *
 * <p>Tokenizers differ, so ours says nothing of another model's count. What is compared with is the
 * fewest tokens that a prompt can have: one for five characters, blanks apart, or for two and a
 * half of Chinese, Japanese and Korean. English text has 3.3 to 3.8 of them in a token of today's
 * vocabularies of 100,000 to 256,000 entries, other languages fewer; so a prompt of which a third
 * and more is missing is found, and a whole one is not accused.
 */
public final class CutPrompts {
  /** Shorter prompts fit every window. */
  private static final int SHORTEST = 500;

  private static final int FIRST_CJK = 0x2E80;

  private final SharedHeads<Long> heads = new SharedHeads<>(CutPrompts::tenths);
  private final Consumer<String> notices;
  private final AtomicInteger cut = new AtomicInteger();

  /**
   * @param notices told of the first
   */
  public CutPrompts(Consumer<String> notices) {
    this.notices = notices;
  }

  /** The same model, looked at. */
  public ChatLlm of(ChatLlm llm) {
    return new ChatLlm() {
      @Override
      public Reply ask(Ask ask) throws InterruptedException {
        Reply reply = llm.ask(ask);
        look(ask, reply);
        return reply;
      }

      @Override
      public boolean forget(Ask ask, Reply reply) {
        return llm.forget(ask, reply);
      }
    };
  }

  private void look(Ask ask, Reply reply) {
    Integer counted = reply.inputTokens();
    if (counted == null || counted <= 0) {
      return;
    }
    long fewest = fewestTokens(ask);
    if (counted < fewest && fewest >= SHORTEST && cut.getAndIncrement() == 0) {
      notices.accept(
          "warning: the server counted "
              + counted
              + " tokens of a prompt that has at least "
              + fewest
              + ": it cut the prompt, and the model saw a part of it (a larger window at the"
              + " server, or --context-tokens)");
    }
  }

  private long fewestTokens(Ask ask) {
    long tenths = 0;
    for (var message : ask.messages()) {
      String text = message.text();
      Long head = heads.of(text, message.shared());
      tenths += head == null ? tenths(text) : head + tenths(text.substring(message.shared()));
    }
    return tenths / 10;
  }

  private static long tenths(String text) {
    long tenths = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      tenths += c >= FIRST_CJK ? 4 : Character.isWhitespace(c) ? 0 : 2;
    }
    return tenths;
  }

  /** Adds how many replies came to a prompt that was cut. */
  public void describe(ObjectNode manifest) {
    describe(manifest, cut.get());
  }

  /** Adds so many to what a manifest has from earlier starts. */
  public static void describe(ObjectNode manifest, int cut) {
    if (cut > 0) {
      int before = manifest.path(Manifest.PROMPTS_CUT).asInt();
      manifest.put(Manifest.PROMPTS_CUT, before + cut);
    }
  }

  /** What is to be said of a run, as its manifest has it; empty when nothing is. */
  public static Optional<String> note(JsonNode manifest) {
    int cut = manifest.path(Manifest.PROMPTS_CUT).asInt();
    return cut == 0
        ? Optional.empty()
        : Optional.of(
            "The server cut "
                + (cut == 1 ? "a prompt" : cut + " prompts")
                + ": it counted fewer tokens than there can be, so the model saw only a part");
  }
}
