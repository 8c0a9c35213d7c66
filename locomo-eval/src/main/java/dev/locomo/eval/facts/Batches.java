package dev.locomo.eval.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.eval.judge.StrictJson;
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
  record Said<R>(@Nullable R value, String problem) {}

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
  List<Said<R>> run(String step, List<T> things, Calls llm) throws InterruptedException {
    var said = new ArrayList<Said<R>>();
    int number = 0;
    for (List<T> window : windows(things)) {
      String name = step + "/" + ++number;
      Reply reply = llm.ask(name, ask.apply(window));
      var values = values(reply.text(), window.size());
      if (values.isPresent()) {
        values.get().forEach(value -> said.add(new Said<>(value, "")));
      } else if (window.size() == 1) {
        said.add(unreadable(reply));
      } else {
        said.addAll(oneByOne(name, window, llm));
      }
    }
    return said;
  }

  private List<Said<R>> oneByOne(String step, List<T> window, Calls llm)
      throws InterruptedException {
    var said = new ArrayList<Said<R>>();
    for (int i = 0; i < window.size(); i++) {
      Reply reply = llm.ask(step + "/" + (i + 1), ask.apply(List.of(window.get(i))));
      said.add(
          values(reply.text(), 1)
              .map(values -> new Said<R>(values.getFirst(), ""))
              .orElseGet(() -> unreadable(reply)));
    }
    return said;
  }

  private Said<R> unreadable(Reply reply) {
    String end = reply.finish() == Reply.Finish.LENGTH ? " (cut off)" : "";
    return new Said<>(
        null, "expected {\"" + list + "\": [...]}; found " + StrictJson.start(reply.text()) + end);
  }

  private List<List<T>> windows(List<T> things) {
    var windows = new ArrayList<List<T>>();
    for (int i = 0; i < things.size(); i += size) {
      windows.add(things.subList(i, Math.min(things.size(), i + size)));
    }
    return windows;
  }

  /** The values of a whole reply; empty when any of them, or anything round them, is amiss. */
  private Optional<List<R>> values(String reply, int count) {
    JsonNode root = StrictJson.read(reply).orElse(null);
    if (root == null || !root.isObject() || root.size() != 1 || !isList(root.path(list), count)) {
      return Optional.empty();
    }
    var values = new ArrayList<R>();
    for (JsonNode one : root.path(list)) {
      boolean numbered = one.path(number).isInt() && one.path(number).asInt() == values.size() + 1;
      var value = numbered ? read.apply(one) : Optional.<R>empty();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private static boolean isList(JsonNode node, int count) {
    return node.isArray() && node.size() == count;
  }
}
