package dev.locomo.core.ask;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of a task to a model. A step's name is unique within a run and says what is asked for
 * ({@code conv-26/D3/turn-7}), so that a reply that was paid for is found again when the run is
 * resumed.
 */
@FunctionalInterface
public interface Calls {
  /**
   * The reply to a request, asked for now or recorded by an earlier start of the run.
   *
   * @param step a name that no other call of the run has
   * @throws dev.locomo.core.llm.ProviderError when there is none
   */
  Reply ask(String step, Ask ask) throws InterruptedException;

  /**
   * A request that was made.
   *
   * @param reply the very object that came
   */
  record Made(Ask ask, Reply reply) {}

  /**
   * Says that one thing was asked for and none of these replies can be used: no cache gives them
   * again.
   *
   * @return whether to ask again now, under the same steps: a cache gave them, or an earlier start
   *     of the run got them and what failed is to be done again
   */
  default boolean useless(List<Made> made) {
    return false;
  }

  /** Whether what failed in an earlier start of the run is done again. */
  default boolean retriesFailed() {
    return false;
  }

  /** Calls of a model, with no record of them. */
  static Calls of(ChatLlm llm) {
    return new Calls() {
      @Override
      public Reply ask(String step, Ask ask) throws InterruptedException {
        return llm.ask(ask);
      }

      @Override
      public boolean useless(List<Made> made) {
        boolean stored = false;
        for (Made one : made) {
          stored |= llm.forget(one.ask(), one.reply()) && one.reply().cached();
        }
        return stored;
      }
    };
  }

  /**
   * The same calls with something done round each.
   *
   * @param each asks these
   */
  default Calls with(Calls each) {
    Calls inner = this;
    return new Calls() {
      @Override
      public Reply ask(String step, Ask ask) throws InterruptedException {
        return each.ask(step, ask);
      }

      @Override
      public boolean useless(List<Made> made) {
        return inner.useless(made);
      }

      @Override
      public boolean retriesFailed() {
        return inner.retriesFailed();
      }
    };
  }

  /**
   * Asks until the reader can read a reply, telling the model each time what is wrong with its last
   * one, as often as the rule allows. When it could read none and the replies were old ones, all of
   * it is done once more.
   *
   * @param step name of the first request; {@link Repeat} names the others
   * @return what the reader made of the first reply it could read
   * @throws Unreadable when it could read none; it holds the last reply
   * @throws dev.locomo.core.llm.ProviderError when a request got no reply
   */
  default <T> T ask(String step, Ask first, Repeat repeat, ReplyReader<T> reader)
      throws InterruptedException, Unreadable {
    var made = new ArrayList<Made>();
    boolean again = false;
    Ask next = first;
    while (true) {
      Reply reply = ask(repeat.step(step, made.size() + 1), next);
      made.add(new Made(next, reply));
      int attempt = made.size();
      try {
        return reader.read(ReplyText.of(reply, attempt == repeat.tries()));
      } catch (Unreadable e) {
        if (attempt < repeat.tries() && !e.isLast()) {
          next = another(repeat.next().again(first, reply, e.wrong(), attempt), made);
        } else if (useless(made) && !again) {
          again = true;
          next = first;
          made.clear();
        } else {
          throw e.of(reply);
        }
      }
    }
  }

  /** Other than each request before it, for a cache would answer an equal one with an old reply. */
  private static Ask another(Ask ask, List<Made> made) {
    boolean equal = made.stream().anyMatch(one -> one.ask().equals(ask));
    return equal ? ask.repeated(ask.repetition() + Ask.AGAIN * made.size()) : ask;
  }
}
