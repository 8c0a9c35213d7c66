package dev.locomo.eval.protocol;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One unit of asking: usually one request about one probe, in batch mode one about several. */
public interface Call {
  /** The form of a question that is asked in the model's own words. */
  String FREE = "free";

  /**
   * Stands before the number of the repeat, in the form of a question that is asked several times.
   */
  String REPEAT = "#";

  /** The form of a repeat of a free question, from 1. */
  static String free(int repeat) {
    return FREE + REPEAT + repeat;
  }

  /** Which repeat of a free question a form is; 1 for any other form. */
  static int repeat(String form) {
    return form.matches(FREE + REPEAT + "[1-9]\\d{0,5}")
        ? Integer.parseInt(form.substring(FREE.length() + 1))
        : 1;
  }

  /** With this begin the forms of a question that is asked as a choice. */
  String CHOICE = "trap-";

  /** What it asks about, in the order of the answers; at least one. */
  List<Probe> probes();

  /**
   * Which form of the question it is: {@link #FREE}, or for an adversarial question {@code
   * trap-first} or {@code trap-last}.
   */
  String form();

  /** Name of its step, unique in a run, for example {@code conv-26/37} or {@code s/1/trap-last}. */
  default String step() {
    return probes().getFirst().id() + (form().equals(FREE) ? "" : "/" + form());
  }

  /**
   * Name of what its request shares at its beginning with those of other calls, and a provider's
   * prefix cache can keep: the conversation; null for nothing.
   */
  default @Nullable String shared() {
    return null;
  }

  /** The first request that {@link #answer} makes; builds the prompt. */
  Ask ask();

  /**
   * Asks, asking again where the protocol's parsing rule says so, and reads the reply.
   *
   * @return one answer for each probe, in the same order
   * @throws Unreadable when the protocol's rules read no answer from the last reply
   * @throws ProviderError when there is no reply
   */
  List<Answer> answer(Calls calls) throws InterruptedException, Unreadable;

  /** Whether an answer that a run holds says what was asked for; else it may be asked again. */
  default boolean isReadable(String answer) {
    return true;
  }

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
