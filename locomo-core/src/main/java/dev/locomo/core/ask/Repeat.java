package dev.locomo.core.ask;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.util.function.IntFunction;

/**
 * How a request is made again after a reply that could not be read.
 *
 * @param tries most replies to one request, at least 1
 * @param suffix what the name of an attempt's step ends with, after that of the request; counted
 *     from 1
 * @param next makes the next request
 */
public record Repeat(int tries, IntFunction<String> suffix, Next next) {
  /** No second request; the step has the request's own name. */
  public static Repeat never() {
    return new Repeat(1, _ -> "", (first, _, _, _) -> first);
  }

  /**
   * As often as given; each step ends with the number of its attempt.
   *
   * @param tries most replies to one request, at least 1
   */
  public static Repeat upTo(int tries, Next next) {
    return new Repeat(tries, attempt -> "/" + attempt, next);
  }

  /** Name of the step that an attempt takes. */
  String step(String step, int attempt) {
    return step + suffix.apply(attempt);
  }

  /** Makes the next request. */
  @FunctionalInterface
  public interface Next {
    /**
     * The next request.
     *
     * @param first the first request
     * @param reply the last reply
     * @param wrong what is wrong with it, in words a model can act on
     * @param attempt number of the attempt that got the reply, from 1
     */
    Ask again(Ask first, Reply reply, String wrong, int attempt);
  }
}
