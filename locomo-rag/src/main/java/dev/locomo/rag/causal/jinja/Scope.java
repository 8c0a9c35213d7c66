package dev.locomo.rag.causal.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and what they stand for. What is set within a loop or macro is forgotten after it, as in
 * Jinja.
 *
 * @param names of this scope
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

  void set(String name, Object value) {
    names.put(name, value);
  }
}
