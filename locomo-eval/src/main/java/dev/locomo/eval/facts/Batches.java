package dev.locomo.eval.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks about many things, several in a request. What comes back unreadable is asked for once more,
 * one thing at a time, so that one bad reply spoils no more than it has to.
 *
 * @param size most things in one request, at least 1
 * @param ask the request about some of them
 * @param list the one key of a reply; its value has one object for each thing, in order
 * @param number the key of an object under which it repeats its thing's number, from 1
 * @param read what an object says of its thing; empty when it does not follow the grammar
 */
record Batches<T, R>(
    int size,
    Function<List<T>, Ask> ask,
    String list,
    String number,
    Function<JsonNode, Optional<R>> read) {

  /**
   * What is said of one thing.
   *
   * @param value null when the reply could not be read
   * @param problem why not; empty when it could
   */
  record Answer<R>(@Nullable R value, String problem) {}

  /** All requests, should every reply be readable. */
  List<Ask> plan(List<T> things) {
    return windows(things).stream().map(ask).toList();
  }

  /**
   * Asks about all of them.
   *
   * @param step start of the steps' names
   * @return one for each thing, in order
   */
  List<Answer<R>> run(String step, List<T> things, Calls calls) throws InterruptedException {
    var answers = new ArrayList<Answer<R>>();
    int number = 0;
    for (List<T> window : windows(things)) {
      answers.addAll(answers(step + "/" + ++number, window, calls));
    }
    return answers;
  }

  private List<Answer<R>> answers(String step, List<T> window, Calls calls)
      throws InterruptedException {
    return window.size() == 1 ? List.of(single(step, window, calls)) : several(step, window, calls);
  }

  private Answer<R> single(String step, List<T> one, Calls calls) throws InterruptedException {
    try {
      return calls.ask(
          step,
          ask.apply(one),
          Repeat.never(),
          reply -> new Answer<>(values(reply, 1).getFirst(), ""));
    } catch (Unreadable e) {
      return new Answer<>(null, e.wrong());
    }
  }

  /** Their common reply is of use as long as nothing is lost that was asked for after it. */
  private List<Answer<R>> several(String step, List<T> window, Calls calls)
      throws InterruptedException {
    Ask request = ask.apply(window);
    Reply reply = calls.ask(step, request);
    try {
      return values(ReplyText.of(reply), window.size()).stream()
          .map(value -> new Answer<>(value, ""))
          .toList();
    } catch (Unreadable e) {
      var answers = oneByOne(step, window, calls);
      boolean lost = answers.stream().anyMatch(answer -> answer.value() == null);
      return lost && calls.useless(List.of(new Calls.Made(request, reply)))
          ? several(step, window, calls)
          : answers;
    }
  }

  private List<Answer<R>> oneByOne(String step, List<T> window, Calls calls)
      throws InterruptedException {
    var answers = new ArrayList<Answer<R>>();
    for (int i = 0; i < window.size(); i++) {
      answers.add(single(step + "/" + (i + 1), List.of(window.get(i)), calls));
    }
    return answers;
  }

  private List<List<T>> windows(List<T> things) {
    var windows = new ArrayList<List<T>>();
    for (int i = 0; i < things.size(); i += size) {
      windows.add(things.subList(i, Math.min(things.size(), i + size)));
    }
    return windows;
  }

  /** The values of a whole reply; none of them when any, or anything round them, is amiss. */
  private List<R> values(ReplyText reply, int count) throws Unreadable {
    JsonNode root = reply.json().orElseGet(MissingNode::getInstance);
    var values = new ArrayList<R>();
    if (root.size() == 1 && root.path(list).isArray() && root.path(list).size() == count) {
      for (JsonNode one : root.path(list)) {
        if (one.path(number).isInt() && one.path(number).asInt() == values.size() + 1) {
          read.apply(one).ifPresent(values::add);
        }
      }
    }
    if (values.size() != count) {
      String end = reply.cut() ? " (cut off)" : "";
      throw new Unreadable("expected {\"" + list + "\": [...]}; found " + reply.start() + end);
    }
    return values;
  }
}
