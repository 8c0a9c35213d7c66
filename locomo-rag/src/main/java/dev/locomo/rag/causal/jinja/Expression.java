package dev.locomo.rag.causal.jinja;

import java.util.List;
import java.util.Map;

/** Something that has a value. */
@FunctionalInterface
interface Expression {
  /** Its value; see {@link Values} for the types that it can have. */
  Object in(Scope scope);

  /** What can be called. */
  @FunctionalInterface
  interface Function {
    Object call(List<Object> arguments, Map<String, Object> named);
  }
}
