package dev.locomo.gen.prompt;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.Reply;
import dev.locomo.gen.safety.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks one model for the pieces of one conversation. A reply that cannot be used is shown to the
 * model once more with what is wrong with it, {@link #TRIES} times in all; then the conversation
 * ends with {@link NotMade}.
 *
 * @param calls where replies come from
 * @param model the model's name as the provider knows it
 * @param language what it is to write
 * @param filter what a reply may not hold
 * @param counts told of calls, repetitions and what the filter found
 * @param repetition tells conversations of one run apart whose requests are the same
 */
public record Asker(
    Calls calls, String model, Language language, Filter filter, Counts counts, int repetition) {
  /** Most requests for one piece. */
  public static final int TRIES = 4;

  /** Most of a useless reply that is sent back. */
  private static final int SHOWN = 4000;

  /**
   * The piece.
   *
   * @throws NotMade when no reply could be used
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  public <T> T ask(Wish wish, Reading<T> reading) throws InterruptedException {
    var messages = new ArrayList<Message>();
    messages.add(new Message(Role.USER, filter.limited(wish.step(), wish.prompt())));
    for (int attempt = 1; ; attempt++) {
      String step = attempt == 1 ? wish.step() : wish.step() + "/again-" + (attempt - 1);
      Reply reply = calls.ask(step, request(wish, messages));
      counts.add("calls");
      try {
        return reading.read(answer(reply, attempt == TRIES));
      } catch (Unusable e) {
        counts.add("useless replies");
        if (attempt == TRIES) {
          throw new NotMade(wish.step(), "after " + TRIES + " requests " + e.problem());
        }
        again(messages, reply.text(), e.problem());
      }
    }
  }

  private Ask request(Wish wish, List<Message> messages) {
    return new Ask(
        model, messages, wish.temperature(), null, wish.tokens(), null, false, repetition);
  }

  private Answer answer(Reply reply, boolean last) throws Unusable, InterruptedException {
    if (reply.text().isBlank()) {
      throw new Unusable(
          reply.finish() == Reply.Finish.FILTERED
              ? "your reply was withheld by a content filter"
              : "your reply was empty");
    }
    String text = reply.text();
    var found = filter.find(text);
    if (found.isPresent()) {
      counts.add("filtered: " + found.get().kind());
      if (!last || !found.get().maskable()) {
        throw new Unusable("your reply holds " + found.get().what());
      }
      text = filter.masked(text);
      counts.add("masked");
    }
    return new Answer(text.strip(), reply.finish() == Reply.Finish.LENGTH, last);
  }

  /** Only the last useless reply is shown: the request does not grow from try to try. */
  private static void again(List<Message> messages, String reply, String problem) {
    messages.subList(1, messages.size()).clear();
    String shown = reply.length() > SHOWN ? reply.substring(0, SHOWN) : reply;
    if (!shown.isBlank()) {
      messages.add(new Message(Role.ASSISTANT, shown));
    }
    messages.add(
        new Message(Role.USER, Prompts.builtIn().fill("again", Map.of("problem", problem))));
  }

  /**
   * A text in the conversation's language.
   *
   * @throws Unusable when it is plainly in another
   */
  public String inLanguage(String text) throws Unusable {
    var problem = language.problem(text);
    if (problem.isPresent()) {
      throw new Unusable(problem.get());
    }
    return text;
  }
}
