package dev.locomo.rag.causal.jinja;

import dev.locomo.rag.causal.jinja.Expression.Function;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** From words to an expression; the weakest operator first, as in Jinja's own grammar. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final Words words;

  ExpressionParser(Words words) {
    this.words = words;
  }

  /** All of a text as one expression. */
  static Expression parse(String text) {
    var words = new Words(text);
    Expression whole = new ExpressionParser(words).tuple();
    words.end();
    return whole;
  }

  /** One expression, or several with commas between them as a list. */
  Expression tuple() {
    Expression first = expression();
    if (!words.peek().equals(",")) {
      return first;
    }
    var all = new ArrayList<>(List.of(first));
    while (words.take(",") && !words.peek().equals(Words.END) && !words.peek().equals(")")) {
      all.add(expression());
    }
    return list(all);
  }

  /** {@code a if b else c} and all that binds stronger. */
  Expression expression() {
    Expression value = or();
    if (!words.take("if")) {
      return value;
    }
    Expression condition = or();
    Expression otherwise = words.take("else") ? expression() : _ -> Values.UNDEFINED;
    return scope -> (Values.truth(condition.in(scope)) ? value : otherwise).in(scope);
  }

  /** Without {@code a if b}, whose word ends the list of a loop. */
  Expression or() {
    Expression left = and();
    while (words.take("or")) {
      Expression a = left;
      Expression b = and();
      left = scope -> either(a.in(scope), true, b, scope);
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (words.take("and")) {
      Expression a = left;
      Expression b = not();
      left = scope -> either(a.in(scope), false, b, scope);
    }
    return left;
  }

  private static Object either(Object first, boolean enough, Expression second, Scope scope) {
    return Values.truth(first) == enough ? first : second.in(scope);
  }

  private Expression not() {
    if (words.take("not")) {
      Expression inner = not();
      return scope -> !Values.truth(inner.in(scope));
    }
    return comparison();
  }

  /** One comparison, or several that all have to hold. */
  private Expression comparison() {
    Expression left = sum();
    @Nullable Expression all = null;
    while (true) {
      var operator = comparing();
      if (operator == null) {
        return all == null ? left : all;
      }
      Expression right = sum();
      Expression one = both(left, right, operator);
      Expression before = all;
      all = before == null ? one : scope -> either(before.in(scope), false, one, scope);
      left = right;
    }
  }

  private @Nullable BiFunction<Object, Object, Object> comparing() {
    if (COMPARISONS.contains(words.peek())) {
      var test = Builtins.test(words.next());
      return (a, b) -> test.test(a, List.of(b));
    }
    if (words.take("in")) {
      return (a, b) -> Values.contains(b, a);
    }
    return words.takeBoth("not", "in") ? (a, b) -> !Values.contains(b, a) : null;
  }

  private static Expression both(
      Expression left, Expression right, BiFunction<Object, Object, Object> operator) {
    return scope -> operator.apply(left.in(scope), right.in(scope));
  }

  private Expression sum() {
    Expression left = product();
    while (true) {
      if (words.take("+")) {
        left = both(left, product(), Values::sum);
      } else if (words.take("-")) {
        left = both(left, product(), (a, b) -> Values.arithmetic('-', a, b));
      } else if (words.take("~")) {
        left = both(left, product(), (a, b) -> Values.text(a) + Values.text(b));
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    Expression left = signed();
    while (true) {
      String operator = words.peek();
      if (!words.take("*", "/", "//", "%")) {
        return left;
      }
      char sign = operator.equals("//") ? ':' : operator.charAt(0);
      left = both(left, signed(), (a, b) -> Values.arithmetic(sign, a, b));
    }
  }

  private Expression signed() {
    if (words.take("-")) {
      Expression inner = signed();
      return scope -> Values.arithmetic('-', 0L, inner.in(scope));
    }
    Expression base = tested();
    return words.take("**") ? both(base, signed(), (a, b) -> Values.arithmetic('^', a, b)) : base;
  }

  /** A value with its filters and tests. */
  private Expression tested() {
    Expression value = parts(primary());
    while (true) {
      if (words.take("|")) {
        value = filtered(value, words.name());
      } else if (words.take("is")) {
        value = tested(value);
      } else {
        return value;
      }
    }
  }

  private Expression filtered(Expression value, String name) {
    var filter = Builtins.filter(name);
    Arguments arguments = words.take("(") ? arguments() : Arguments.NONE;
    return scope -> filter.apply(value.in(scope), arguments.in(scope));
  }

  private Expression tested(Expression value) {
    boolean negated = words.take("not");
    var test = Builtins.test(words.name());
    Arguments arguments = Arguments.NONE;
    if (words.take("(")) {
      arguments = arguments();
    } else if (words.peek().matches("['\"\\d].*") || isOperand(words.peek())) {
      arguments = new Arguments(List.of(parts(primary())), Map.of());
    }
    Arguments given = arguments;
    return scope -> test.test(value.in(scope), given.in(scope).ordered()) != negated;
  }

  private static boolean isOperand(String word) {
    return Words.isName(word)
        && !Set.of("and", "or", "if", "else", "is", "in", "not").contains(word);
  }

  /** Attributes, items, stretches and calls behind a value. */
  private Expression parts(Expression start) {
    Expression value = start;
    while (true) {
      Expression whole = value;
      if (words.take(".")) {
        String name = words.next();
        value = scope -> Builtins.attribute(whole.in(scope), name);
      } else if (words.take("[")) {
        value = item(whole);
      } else if (words.take("(")) {
        Arguments arguments = arguments();
        value = scope -> called(whole.in(scope), arguments.in(scope));
      } else {
        return value;
      }
    }
  }

  private static Object called(Object value, Arguments.Values given) {
    if (value instanceof Function function) {
      return function.call(given.ordered(), given.named());
    }
    throw new JinjaError(Values.kind(value) + " cannot be called");
  }

  private Expression item(Expression whole) {
    Expression from = words.peek().equals(":") ? _ -> Values.NONE : expression();
    if (words.take("]")) {
      return both(whole, from, Values::item);
    }
    words.expect(":");
    Expression to = bound();
    Expression by = words.take(":") ? bound() : _ -> Values.NONE;
    words.expect("]");
    return scope -> Values.slice(whole.in(scope), from.in(scope), to.in(scope), by.in(scope));
  }

  private Expression bound() {
    boolean open = words.peek().equals(":") || words.peek().equals("]");
    return open ? _ -> Values.NONE : expression();
  }

  private Arguments arguments() {
    var ordered = new ArrayList<Expression>();
    var named = new LinkedHashMap<String, Expression>();
    while (!words.take(")")) {
      if (words.isFollowedBy("=")) {
        String name = words.name();
        words.expect("=");
        named.put(name, expression());
      } else {
        ordered.add(expression());
      }
      if (!words.peek().equals(")")) {
        words.expect(",");
      }
    }
    return new Arguments(ordered, named);
  }

  private Expression primary() {
    String word = words.next();
    return switch (word) {
      case "true", "True" -> _ -> true;
      case "false", "False" -> _ -> false;
      case "none", "None" -> _ -> Values.NONE;
      case "(" -> inParentheses();
      case "[" -> list(until("]"));
      case "{" -> map();
      default -> literal(word);
    };
  }

  private Expression literal(String word) {
    if (Words.isName(word)) {
      return scope -> scope.get(word);
    }
    if (word.startsWith("'") || word.startsWith("\"")) {
      // Texts that stand side by side are one.
      var text = new StringBuilder(Literals.text(word));
      while (words.peek().startsWith("'") || words.peek().startsWith("\"")) {
        text.append(Literals.text(words.next()));
      }
      String whole = text.toString();
      return _ -> whole;
    }
    if (word.isEmpty() || !Character.isDigit(word.charAt(0))) {
      throw words.error("found '" + word + "'; expected a value");
    }
    Object number = Literals.number(word);
    return _ -> number;
  }

  private Expression inParentheses() {
    if (words.take(")")) {
      return _ -> List.of();
    }
    Expression inner = tuple();
    words.expect(")");
    return inner;
  }

  private List<Expression> until(String end) {
    var all = new ArrayList<Expression>();
    while (!words.take(end)) {
      all.add(expression());
      if (!words.peek().equals(end)) {
        words.expect(",");
      }
    }
    return all;
  }

  private static Expression list(List<Expression> items) {
    return scope -> items.stream().map(i -> i.in(scope)).toList();
  }

  private Expression map() {
    var entries = new LinkedHashMap<Expression, Expression>();
    while (!words.take("}")) {
      Expression key = expression();
      words.expect(":");
      entries.put(key, expression());
      if (!words.peek().equals("}")) {
        words.expect(",");
      }
    }
    return scope -> {
      var map = new LinkedHashMap<Object, Object>();
      entries.forEach((key, value) -> map.put(key.in(scope), value.in(scope)));
      return map;
    };
  }
}
