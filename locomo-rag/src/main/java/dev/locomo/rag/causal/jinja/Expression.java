package dev.locomo.rag.causal.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that has a value. */
@FunctionalInterface
interface Expression {
  /** Its value; see {@link Values} for the types that it can have. */
  Object in(Scope scope);

  /** What can be called. */
  @FunctionalInterface
  interface Function {
    Object call(Given given);
  }

  /** The values of a call's arguments, without a name and with one. */
  record Given(List<Object> ordered, Map<String, Object> named) {
    /** The one at this place or of this name, or else this. */
    Object at(int place, String name, Object absent) {
      return place < ordered.size() ? ordered.get(place) : named.getOrDefault(name, absent);
    }

    Object first() {
      return ordered.getFirst();
    }

    /** Those without a name, but for the first. */
    List<Object> rest() {
      return ordered.isEmpty() ? ordered : ordered.subList(1, ordered.size());
    }
  }

  /** What stands between the parentheses of a call. */
  record Arguments(List<Expression> ordered, Map<String, Expression> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    Given in(Scope scope) {
      var byName = new HashMap<String, Object>();
      named.forEach((name, value) -> byName.put(name, value.in(scope)));
      return new Given(ordered.stream().map(a -> a.in(scope)).toList(), byName);
    }
  }

  /**
   * Names and what they stand for. What is set within a loop or macro is forgotten after it, as in
   * Jinja.
   *
   * @param outer looked into next; null for the outermost
   */
  record Scope(Map<String, Object> names, @Nullable Scope outer) {
    Scope inner() {
      return new Scope(new HashMap<>(), this);
    }

    /** What a name stands for; {@link Values#UNDEFINED} for nothing. */
    Object get(String name) {
      for (Scope scope = this; scope != null; scope = scope.outer) {
        Object value = scope.names.get(name);
        if (value != null) {
          return value;
        }
      }
      return Values.UNDEFINED;
    }

    /** Gives a value its name, or each of its items one. */
    void assign(List<String> targets, Object value) {
      if (targets.size() == 1) {
        names.put(targets.getFirst(), value);
        return;
      }
      List<Object> parts = Values.items(value);
      if (parts.size() != targets.size()) {
        throw new JinjaError("found " + parts.size() + " values; expected " + targets.size());
      }
      for (int i = 0; i < parts.size(); i++) {
        names.put(targets.get(i), parts.get(i));
      }
    }
  }
}
