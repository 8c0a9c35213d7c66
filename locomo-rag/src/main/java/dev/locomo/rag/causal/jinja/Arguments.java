package dev.locomo.rag.causal.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands between the parentheses of a call.
 *
 * @param ordered those without a name
 * @param named those with one
 */
record Arguments(List<Expression> ordered, Map<String, Expression> named) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  /** The values of the arguments. */
  record Values(List<Object> ordered, Map<String, Object> named) {
    /** The one at this place or of this name, or else this. */
    Object at(int place, String name, Object absent) {
      return place < ordered.size() ? ordered.get(place) : named.getOrDefault(name, absent);
    }
  }

  Values in(Scope scope) {
    var byName = new HashMap<String, Object>();
    named.forEach((name, value) -> byName.put(name, value.in(scope)));
    return new Values(ordered.stream().map(a -> a.in(scope)).toList(), byName);
  }
}
