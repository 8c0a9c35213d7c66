package dev.locomo.core.ask;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;

/** How a request is made again after a reply that could not be read. */
public interface Repeat {
  /** Most replies to one request, at least 1. */
  int tries();

  /**
   * Name of the step that an attempt takes.
   *
   * @param step name of the request
   * @param attempt from 1
   */
  default String step(String step, int attempt) {
    return step + "/" + attempt;
  }

  /** No second request; the step has the request's own name. */
  static Repeat never() {
    return new Repeat() {
      @Override
      public int tries() {
        return 1;
      }

      @Override
      public String step(String step, int attempt) {
        return step;
      }

      @Override
      public Ask again(Ask first, Reply reply, String wrong, int attempt) {
        throw new IllegalStateException("a request that is made once");
      }
    };
  }

  /**
   * As often as given.
   *
   * @param tries most replies to one request, at least 1
   * @param next makes the next request
   */
  static Repeat upTo(int tries, Next next) {
    return new Repeat() {
      @Override
      public int tries() {
        return tries;
      }

      @Override
      public Ask again(Ask first, Reply reply, String wrong, int attempt) {
        return next.again(first, reply, wrong, attempt);
      }
    };
  }

  /** Makes the next request; see {@link Repeat#again}. */
  @FunctionalInterface
  interface Next {
    Ask again(Ask first, Reply reply, String wrong, int attempt);
  }

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
