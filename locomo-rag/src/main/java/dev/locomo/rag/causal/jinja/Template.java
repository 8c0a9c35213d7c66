package dev.locomo.rag.causal.jinja;

import dev.locomo.rag.causal.jinja.Expression.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;

/** A template, ready to be filled in. */
public record Template(Node body) {
  /**
   * Reads a template.
   *
   * @throws JinjaError when it is malformed, or uses what is not known here
   */
  public static Template parse(String text) {
    return new Template(new TemplateParser(Lexer.pieces(text)).whole());
  }

  /**
   * Fills it in.
   *
   * @param given names with texts, numbers, booleans, lists and maps of these
   * @throws JinjaError when it refuses what is given, or cannot be filled in with it
   */
  public String filled(Map<String, Object> given) {
    var names = new HashMap<String, Object>();
    Function map = arguments -> new LinkedHashMap<Object, Object>(arguments.named());
    Function refuse =
        arguments -> {
          throw new JinjaError("it refuses: " + Values.text(arguments.first()));
        };
    names.putAll(Map.of("namespace", map, "dict", map, "raise_exception", refuse));
    names.put("range", (Function) arguments -> range(arguments.ordered()));
    names.putAll(given);
    var out = new StringBuilder();
    try {
      body.write(new Expression.Scope(names, null), out);
    } catch (ClassCastException
        | NoSuchElementException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      throw new JinjaError("something in it does not fit what it is given (" + e + ")");
    }
    return out.toString();
  }

  private static Object range(List<Object> bounds) {
    long from = bounds.size() > 1 ? Values.whole(bounds.getFirst()) : 0;
    long to = Values.whole(bounds.get(Math.min(1, bounds.size() - 1)));
    return new ArrayList<Object>(LongStream.range(from, to).boxed().toList());
  }

  /** A part of a template. */
  interface Node {
    void write(Expression.Scope scope, StringBuilder out);
  }
}
