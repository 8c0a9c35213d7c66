package dev.locomo.eval.events;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.eval.judge.StrictJson;
import dev.locomo.eval.predict.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls for one unit, and what has come of them so far. */
final class Reading {
  private final String step;
  private final Calls llm;
  private final EventList known = new EventList();
  private int number;
  private boolean cutOff;
  private @Nullable Summary failure;

  /** A request, the first time or again. */
  @FunctionalInterface
  interface Request {
    Ask repeated(int repetition);
  }

  /**
   * @param step start of the names of its steps
   */
  Reading(String step, Calls llm) {
    this.step = step;
    this.llm = llm;
  }

  /** What is written down already. */
  EventList known() {
    return known;
  }

  /**
   * Asks, and once more when the reply is no list of events.
   *
   * @return whether there is reason to go on
   */
  boolean take(Request request) throws InterruptedException {
    String name = step + "/" + ++number;
    Reply reply = llm.ask(name, request.repeated(0));
    if (!read(reply)) {
      reply = llm.ask(name + "/again", request.repeated(1));
      if (!read(reply)) {
        failure = failure(reply);
        return false;
      }
    }
    return true;
  }

  private boolean read(Reply reply) {
    boolean cut = reply.finish() == Reply.Finish.LENGTH;
    if (reply.finish() == Reply.Finish.FILTERED) {
      return false;
    }
    var events = EventReply.read(reply.text(), cut);
    events.ifPresent(known::add);
    cutOff |= events.isPresent() && cut;
    return events.isPresent();
  }

  private static Summary failure(Reply reply) {
    return switch (reply.finish()) {
      case FILTERED ->
          new Summary(Outcome.FILTERED, List.of(), "a content filter stopped the reply");
      case LENGTH ->
          new Summary(Outcome.CUT_OFF, List.of(), "the reply was cut off and is no list of events");
      case STOP, OTHER ->
          Summary.failed(
              "unreadable reply: expected {\"events\": [...]}; found "
                  + StrictJson.start(reply.text()));
    };
  }

  Summary summary() {
    if (failure != null) {
      return failure;
    }
    return cutOff
        ? new Summary(Outcome.CUT_OFF, known.events(), "a reply was cut off at the token limit")
        : Summary.of(known.events());
  }
}
