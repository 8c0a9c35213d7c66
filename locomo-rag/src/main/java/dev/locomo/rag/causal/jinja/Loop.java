package dev.locomo.rag.causal.jinja;

import dev.locomo.rag.causal.jinja.Template.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body once an item.
 *
 * @param names of the item, or of its parts
 * @param items what is gone through
 * @param filter which items count; null for all
 * @param body written for each
 * @param empty written when there is none
 */
record Loop(
    List<String> names, Expression items, @Nullable Expression filter, Node body, Node empty)
    implements Node {
  @Override
  public void write(Scope scope, StringBuilder out) {
    List<Object> all = Values.items(items.in(scope));
    var kept = new ArrayList<Object>();
    for (Object item : all) {
      Scope inner = scope.inner();
      assign(inner, names, item);
      if (filter == null || Values.truth(filter.in(inner))) {
        kept.add(item);
      }
    }
    if (kept.isEmpty()) {
      empty.write(scope, out);
    }
    for (int i = 0; i < kept.size(); i++) {
      Scope inner = scope.inner();
      assign(inner, names, kept.get(i));
      inner.set("loop", state(kept, i));
      body.write(inner, out);
    }
  }

  private static Map<String, Object> state(List<Object> items, int i) {
    boolean isLast = i == items.size() - 1;
    return Map.of(
        "index",
        i + 1L,
        "index0",
        (long) i,
        "revindex",
        (long) items.size() - i,
        "revindex0",
        items.size() - i - 1L,
        "first",
        i == 0,
        "last",
        isLast,
        "length",
        (long) items.size(),
        "previtem",
        i == 0 ? Values.UNDEFINED : items.get(i - 1),
        "nextitem",
        isLast ? Values.UNDEFINED : items.get(i + 1));
  }

  /** Gives a value its name, or each of its items one. */
  static void assign(Scope scope, List<String> names, Object value) {
    if (names.size() == 1) {
      scope.set(names.getFirst(), value);
      return;
    }
    List<Object> parts = Values.items(value);
    if (parts.size() != names.size()) {
      throw new JinjaError("found " + parts.size() + " values; expected " + names.size());
    }
    for (int i = 0; i < parts.size(); i++) {
      scope.set(names.get(i), parts.get(i));
    }
  }
}
