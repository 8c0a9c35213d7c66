package dev.locomo.eval.protocol;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.util.List;

/**
 * One unit of asking: usually one request about one probe, in batch mode one request about several.
 */
public interface Call {
  /** What it asks about, in the order of the answers. */
  List<Probe> probes();

  /**
   * Which form of the question it is: {@code free}, or for an adversarial question {@code
   * trap-first} or {@code trap-last}.
   */
  String form();

  /** The first request that {@link #answer} makes; builds the prompt. */
  Ask ask();

  /**
   * Asks, asking again where the protocol's parsing rule says so, and reads the reply.
   *
   * @return one answer for each probe, in the same order
   * @throws ProviderError when there is no reply
   */
  List<Answer> answer(ChatLlm llm) throws InterruptedException;

  /**
   * What was read from a reply for one probe.
   *
   * @param text the answer; empty when the model said nothing
   * @param reply the reply it was read from
   * @param context ids of what the reader was shown where the protocol records them (retrieved
   *     passages, best first); else empty
   */
  record Answer(String text, Reply reply, List<String> context) {}
}
