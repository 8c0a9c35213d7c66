package dev.locomo.rag.causal.jinja;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.causal.jinja.Expression.Function;
import dev.locomo.rag.causal.jinja.Expression.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** The filters and tests that chat templates use, and what values have behind a point. */
final class Builtins {
  private static final Map<String, BiFunction<Object, Given, Object>> FILTERS =
      Map.ofEntries(
          entry("capitalize", (v, _) -> TextMethods.call(Values.text(v), "capitalize", List.of())),
          entry("count", (v, _) -> (long) Values.items(v).size()),
          entry("d", Builtins::orElse),
          entry("default", Builtins::orElse),
          entry("first", (v, _) -> Values.item(Values.items(v), 0L)),
          entry(
              "int",
              (v, _) ->
                  v instanceof String s ? Long.parseLong(s.strip()) : (long) Values.number(v)),
          entry("items", (v, _) -> pairs((Map<?, ?>) v)),
          entry("join", (v, a) -> joined(v, Values.text(a.at(0, "d", "")))),
          entry("last", (v, _) -> Values.item(Values.items(v), -1L)),
          entry("length", (v, _) -> (long) Values.items(v).size()),
          entry("list", (v, _) -> Values.items(v)),
          entry("lower", (v, _) -> Values.text(v).toLowerCase(Locale.ROOT)),
          entry("map", Builtins::mapped),
          entry("reject", (v, a) -> chosen(v, a.ordered(), part -> part, false)),
          entry(
              "rejectattr",
              (v, a) -> chosen(v, a.rest(), part -> Values.item(part, a.first()), false)),
          entry("replace", (v, a) -> TextMethods.call(Values.text(v), "replace", a.ordered())),
          entry("reverse", (v, _) -> Values.slice(v, Values.NONE, Values.NONE, -1L)),
          entry("safe", (v, _) -> v),
          entry("select", (v, a) -> chosen(v, a.ordered(), part -> part, true)),
          entry(
              "selectattr",
              (v, a) -> chosen(v, a.rest(), part -> Values.item(part, a.first()), true)),
          entry("sort", (v, _) -> Values.items(v).stream().sorted(Values::compared).toList()),
          entry("string", (v, _) -> Values.text(v)),
          entry("tojson", (v, a) -> json(v, a.at(0, "indent", Values.NONE))),
          entry("trim", (v, a) -> TextMethods.call(Values.text(v), "strip", a.ordered())),
          entry("upper", (v, _) -> Values.text(v).toUpperCase(Locale.ROOT)));

  private static final Map<String, BiPredicate<Object, List<Object>>> TESTS =
      Map.ofEntries(
          entry("!=", (v, a) -> !Values.equal(v, a.getFirst())),
          entry("<", (v, a) -> Values.compared(v, a.getFirst()) < 0),
          entry("<=", (v, a) -> Values.compared(v, a.getFirst()) <= 0),
          entry("==", (v, a) -> Values.equal(v, a.getFirst())),
          entry(">", (v, a) -> Values.compared(v, a.getFirst()) > 0),
          entry(">=", (v, a) -> Values.compared(v, a.getFirst()) >= 0),
          entry("boolean", (v, _) -> v instanceof Boolean),
          entry("defined", (v, _) -> v != Values.UNDEFINED),
          entry("divisibleby", (v, a) -> Values.whole(v) % Values.whole(a.getFirst()) == 0),
          entry("eq", (v, a) -> Values.equal(v, a.getFirst())),
          entry("equalto", (v, a) -> Values.equal(v, a.getFirst())),
          entry("even", (v, _) -> Values.whole(v) % 2 == 0),
          entry("false", (v, _) -> v.equals(false)),
          entry("in", (v, a) -> Values.contains(a.getFirst(), v)),
          entry("integer", (v, _) -> v instanceof Long),
          entry("iterable", (v, _) -> v instanceof String || v instanceof List || v instanceof Map),
          entry("mapping", (v, _) -> v instanceof Map),
          entry("ne", (v, a) -> !Values.equal(v, a.getFirst())),
          entry("none", (v, _) -> v == Values.NONE),
          entry("number", (v, _) -> v instanceof Number),
          entry("odd", (v, _) -> Values.whole(v) % 2 != 0),
          entry("sequence", (v, _) -> v instanceof String || v instanceof List || v instanceof Map),
          entry("string", (v, _) -> v instanceof String),
          entry("true", (v, _) -> v.equals(true)),
          entry("undefined", (v, _) -> v == Values.UNDEFINED));

  private Builtins() {}

  static BiFunction<Object, Given, Object> filter(String name) {
    return known(FILTERS, name, "filter");
  }

  static BiPredicate<Object, List<Object>> test(String name) {
    return known(TESTS, name, "test");
  }

  private static <T> T known(Map<String, T> all, String name, String what) {
    T found = all.get(name);
    if (found == null) {
      throw new JinjaError("the " + what + " '" + name + "' is not known here");
    }
    return found;
  }

  /** What stands behind a point: a map's key, or what can be called on a map or a text. */
  static Object attribute(Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      Object found = map.get(name);
      return found == null ? ofMap(map, name) : found;
    }
    if (value instanceof String text && TextMethods.has(name)) {
      return (Function) given -> TextMethods.call(text, name, given.ordered());
    }
    if (value == Values.UNDEFINED) {
      throw new JinjaError("something undefined has no '" + name + "'");
    }
    return Values.UNDEFINED;
  }

  private static Object ofMap(Map<?, ?> map, String name) {
    return switch (name) {
      case "items" -> (Function) _ -> pairs(map);
      case "keys" -> (Function) _ -> Values.items(map);
      case "values" -> (Function) _ -> new ArrayList<Object>(map.values());
      case "get" -> (Function) given -> got(map, given);
      default -> Values.UNDEFINED;
    };
  }

  private static Object got(Map<?, ?> map, Given given) {
    Object found = map.get(given.first());
    return found != null
        ? found
        : given.ordered().size() > 1 ? given.ordered().get(1) : Values.NONE;
  }

  private static Object pairs(Map<?, ?> map) {
    return map.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList();
  }

  private static Object orElse(Object value, Given given) {
    boolean falseToo = Values.truth(given.at(1, "boolean", false));
    boolean kept = falseToo ? Values.truth(value) : value != Values.UNDEFINED;
    return kept ? value : given.at(0, "default_value", "");
  }

  static String joined(Object value, String between) {
    List<String> texts = Values.items(value).stream().map(Values::text).toList();
    Values.spend(
        texts.stream().mapToDouble(String::length).sum()
            + (double) texts.size() * between.length());
    return String.join(between, texts);
  }

  private static Object mapped(Object value, Given given) {
    Object attribute = given.named().get("attribute");
    if (attribute != null) {
      return Values.items(value).stream().map(i -> Values.item(i, attribute)).toList();
    }
    var filter = filter(Values.text(given.at(0, "filter", "")));
    var rest = new Given(given.rest(), Map.of());
    return Values.items(value).stream().map(i -> filter.apply(i, rest)).toList();
  }

  private static Object chosen(
      Object value, List<Object> given, UnaryOperator<Object> part, boolean wanted) {
    BiPredicate<Object, List<Object>> test =
        given.isEmpty() ? (v, _) -> Values.truth(v) : test(Values.text(given.getFirst()));
    List<Object> rest = new Given(given, Map.of()).rest();
    return Values.items(value).stream()
        .filter(v -> test.test(part.apply(v), rest) == wanted)
        .toList();
  }

  /** As Python's {@code json.dumps} writes it. */
  private static String json(Object value, Object indent) {
    boolean flat = indent == Values.NONE;
    // What is written as JSON has as many parts as what is written as text.
    Values.spend((flat ? 1 : 9.0 * Values.whole(indent)) * Values.text(value).length());
    var between = flat ? Separators.Spacing.AFTER : Separators.Spacing.NONE;
    var printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEntrySpacing(between)
                .withArrayValueSpacing(between));
    var lines =
        flat
            ? new DefaultPrettyPrinter.NopIndenter()
            : new DefaultIndenter(" ".repeat((int) Values.whole(indent)), "\n");
    printer.indentArraysWith(lines);
    printer.indentObjectsWith(lines);
    try {
      return JsonFiles.MAPPER.writer(printer).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new JinjaError("cannot be written as JSON: " + e.getOriginalMessage());
    }
  }
}
