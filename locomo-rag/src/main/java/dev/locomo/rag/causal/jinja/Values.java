package dev.locomo.rag.causal.jinja;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;

/**
 * What values are and do, as in Python: {@code String}, {@code Long}, {@code Double}, {@code
 * Boolean}, {@code List}, {@code Map}, {@link Expression.Function}, {@link #NONE}, {@link
 * #UNDEFINED}.
 */
final class Values {
  /** Jackson's, so that it is written as JSON's null. */
  static final Object NONE = NullNode.getInstance();

  static final Object UNDEFINED = new Object();

  /** What stands between two numbers, texts or lists; {@code //} divides without rest. */
  static final Map<String, BinaryOperator<Object>> OPERATORS =
      Map.ofEntries(
          entry("+", Values::sum),
          entry("-", numbers((a, b) -> a - b, (a, b) -> a - b)),
          entry("~", (a, b) -> sum(text(a), text(b))),
          entry("*", numbers((a, b) -> a * b, (a, b) -> a * b)),
          entry("/", (a, b) -> number(a) / number(b)),
          entry("//", numbers(Math::floorDiv, (a, b) -> Math.floor(a / b))),
          entry("%", numbers(Math::floorMod, (a, b) -> a - b * Math.floor(a / b))),
          entry("**", Values::power));

  /** How much a template may do, and more for each character that it is given. */
  static final long STEPS = 1_000_000;

  static final long STEPS_PER_CHARACTER = 20;

  /** What is left of it, for the template that is being filled in. */
  static final ScopedValue<long[]> LEFT = ScopedValue.newInstance();

  private Values() {}

  /**
   * Takes steps from what is left: one for each node, item and character that is made.
   *
   * @throws JinjaError when nothing is left
   */
  static void spend(double steps) {
    long[] left = LEFT.get();
    left[0] -= (long) Math.max(0, steps);
    if (left[0] < 0) {
      throw new JinjaError("it does too much: it loops, or doubles what it has");
    }
  }

  static boolean truth(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case Long n -> n != 0;
      case Double d -> d != 0;
      case String s -> !s.isEmpty();
      case Collection<?> c -> !c.isEmpty();
      case Map<?, ?> m -> !m.isEmpty();
      default -> value != NONE && value != UNDEFINED;
    };
  }

  /** As it is written out. */
  static String text(Object value) {
    if (value == UNDEFINED) {
      return "";
    }
    return value instanceof String s ? s : shown(value);
  }

  private static String shown(Object value) {
    spend(value instanceof String s ? s.length() : 1);
    return switch (value) {
      case String s -> "'" + s.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
      case Boolean b -> b ? "True" : "False";
      case List<?> list ->
          list.stream().map(Values::shown).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> shown(e.getKey()) + ": " + shown(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> value == NONE ? "None" : value == UNDEFINED ? "" : value.toString();
    };
  }

  static boolean equal(Object left, Object right) {
    if (left instanceof Number && right instanceof Number) {
      return number(left) == number(right);
    }
    if ((left instanceof List && right instanceof List)
        || (left instanceof Map && right instanceof Map)) {
      // Lists that hold each other have more parts than they take memory: writing them out spends.
      var _ = text(left) + text(right);
    }
    return left.equals(right);
  }

  /** Negative, 0 or positive as the left one is smaller, the same or larger. */
  static int compared(Object left, Object right) {
    return left instanceof String a && right instanceof String b
        ? a.compareTo(b)
        : Double.compare(number(left), number(right));
  }

  static double number(Object value) {
    return switch (value) {
      case Number n -> n.doubleValue();
      case Boolean b -> b ? 1 : 0;
      default -> throw wrong(value, "a number");
    };
  }

  static long whole(Object value) {
    if (value instanceof Long n) {
      return n;
    }
    throw wrong(value, "a whole number");
  }

  /** A text, a list's items, or a map's keys, one after the other. */
  static List<Object> items(Object value) {
    spend(value instanceof Collection<?> c ? c.size() : value instanceof String s ? s.length() : 1);
    return switch (value) {
      case List<?> list -> new ArrayList<>(list);
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      case String s -> s.codePoints().<Object>mapToObj(Character::toString).toList();
      default -> {
        if (value == UNDEFINED) {
          yield List.of();
        }
        throw wrong(value, "something with items");
      }
    };
  }

  static boolean contains(Object whole, Object part) {
    return whole instanceof String s
        ? s.contains(text(part))
        : items(whole).stream().anyMatch(i -> equal(i, part));
  }

  private static Object sum(Object left, Object right) {
    if (left instanceof String a && right instanceof String b) {
      spend((double) a.length() + b.length());
      return a + b;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      spend((double) a.size() + b.size());
      var all = new ArrayList<Object>(a);
      all.addAll(b);
      return all;
    }
    if (!(left instanceof Number && right instanceof Number)) {
      throw new JinjaError("cannot add " + kind(left) + " and " + kind(right));
    }
    return numbers(Long::sum, Double::sum).apply(left, right);
  }

  private static Object power(Object left, Object right) {
    double about = Math.pow(number(left), number(right));
    if (!(left instanceof Long a && right instanceof Long b && b >= 0)) {
      return about;
    }
    if (Math.abs(about) > Long.MAX_VALUE) {
      throw new JinjaError(left + " ** " + right + " is too large");
    }
    return BigInteger.valueOf(a).pow((int) Math.min(b, 64 + b % 2)).longValueExact();
  }

  private static BinaryOperator<Object> numbers(
      LongBinaryOperator whole, DoubleBinaryOperator broken) {
    return (left, right) -> {
      if (left instanceof Long a && right instanceof Long b) {
        try {
          return whole.applyAsLong(a, b);
        } catch (ArithmeticException e) {
          throw new JinjaError("division by zero");
        }
      }
      return broken.applyAsDouble(number(left), number(right));
    };
  }

  /** An item by its number (from the end when negative), or a map's by its key. */
  static Object item(Object value, Object key) {
    if (value instanceof Map<?, ?> map) {
      Object found = map.get(key);
      return found == null ? UNDEFINED : found;
    }
    if (!(key instanceof Long number)) {
      return UNDEFINED;
    }
    List<Object> items = items(value);
    long at = number < 0 ? number + items.size() : number;
    return at < 0 || at >= items.size() ? UNDEFINED : items.get((int) at);
  }

  /** Every so many items of a stretch, as Python cuts; {@link #NONE} leaves a bound open. */
  static Object slice(Object value, Object from, Object to, Object by) {
    List<Object> items = items(value);
    long step = by == NONE ? 1 : whole(by);
    if (step == 0) {
      throw new JinjaError("a slice cannot step by 0");
    }
    int size = items.size();
    long first = bound(from, step > 0 ? 0 : size - 1, size, step);
    long last = bound(to, step > 0 ? size : -1, size, step);
    var found = new ArrayList<Object>();
    for (long i = first; step > 0 ? i < last : i > last; i += step) {
      found.add(items.get((int) i));
    }
    return value instanceof String
        ? found.stream().map(Values::text).collect(Collectors.joining())
        : found;
  }

  private static long bound(Object given, long open, int size, long step) {
    if (given == NONE) {
      return open;
    }
    long at = whole(given) < 0 ? whole(given) + size : whole(given);
    return step > 0 ? Math.clamp(at, 0, size) : Math.clamp(at, -1, size - 1);
  }

  static String kind(Object value) {
    return value == UNDEFINED
        ? "something undefined"
        : value == NONE ? "none" : value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static JinjaError wrong(Object found, String expected) {
    return new JinjaError("found " + kind(found) + "; expected " + expected);
  }
}
