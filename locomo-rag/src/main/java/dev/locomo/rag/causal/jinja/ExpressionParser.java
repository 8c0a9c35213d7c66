package dev.locomo.rag.causal.jinja;

import dev.locomo.rag.causal.jinja.Expression.Arguments;
import dev.locomo.rag.causal.jinja.Expression.Function;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From words to an expression; the weakest operator first, as in Jinja's own grammar. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=", "in");

  private static final Set<String> SUMS = Set.of("+", "-", "~");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
  private static final Set<String> NO_OPERANDS =
      Set.of("and", "or", "if", "else", "is", "in", "not");

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
    return chain("or", true, () -> chain("and", false, this::not));
  }

  private Expression chain(String word, boolean enough, Supplier<Expression> operand) {
    Expression left = operand.get();
    while (words.take(word)) {
      left = either(left, enough, operand.get());
    }
    return left;
  }

  private static Expression either(Expression first, boolean enough, Expression second) {
    return scope -> {
      Object value = first.in(scope);
      return Values.truth(value) == enough ? value : second.in(scope);
    };
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
    for (var operator = comparing(); operator != null; operator = comparing()) {
      Expression right = sum();
      Expression one = both(left, operator, right);
      all = all == null ? one : either(all, false, one);
      left = right;
    }
    return all == null ? left : all;
  }

  private @Nullable BinaryOperator<Object> comparing() {
    boolean negated = words.peek().equals("not") && words.isFollowedBy("in") && words.take("not");
    if (!COMPARISONS.contains(words.peek())) {
      return null;
    }
    var test = Builtins.test(words.next());
    return (a, b) -> test.test(a, List.of(b)) != negated;
  }

  private static Expression both(
      Expression left, BinaryOperator<Object> operator, Expression right) {
    return scope -> operator.apply(left.in(scope), right.in(scope));
  }

  private Expression sum() {
    return chain(SUMS, () -> chain(PRODUCTS, this::signed));
  }

  private Expression chain(Set<String> operators, Supplier<Expression> operand) {
    Expression left = operand.get();
    while (operators.contains(words.peek())) {
      left = both(left, operator(words.next()), operand.get());
    }
    return left;
  }

  private static BinaryOperator<Object> operator(String word) {
    return Objects.requireNonNull(Values.OPERATORS.get(word), word);
  }

  private Expression signed() {
    if (words.take("-")) {
      return both(_ -> 0L, operator("-"), signed());
    }
    Expression base = tested();
    return words.take("**") ? both(base, operator("**"), signed()) : base;
  }

  /** A value with its filters and tests. */
  private Expression tested() {
    Expression value = parts(primary());
    while (true) {
      if (words.take("|")) {
        value = filtered(value);
      } else if (words.take("is")) {
        value = tested(value);
      } else {
        return value;
      }
    }
  }

  private Expression filtered(Expression value) {
    var filter = Builtins.filter(words.name());
    Arguments arguments = words.take("(") ? arguments() : Arguments.NONE;
    return scope -> filter.apply(value.in(scope), arguments.in(scope));
  }

  private Expression tested(Expression value) {
    boolean negated = words.take("not");
    var test = Builtins.test(words.name());
    Arguments arguments =
        words.take("(")
            ? arguments()
            : isOperand(words.peek())
                ? new Arguments(List.of(parts(primary())), Map.of())
                : Arguments.NONE;
    return scope -> test.test(value.in(scope), arguments.in(scope).ordered()) != negated;
  }

  private static boolean isOperand(String word) {
    return word.matches("['\"\\d].*") || Words.isName(word) && !NO_OPERANDS.contains(word);
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

  private static Object called(Object value, Expression.Given given) {
    if (value instanceof Function function) {
      return function.call(given);
    }
    throw new JinjaError(Values.kind(value) + " cannot be called");
  }

  private Expression item(Expression whole) {
    Expression from = words.peek().equals(":") ? _ -> Values.NONE : expression();
    if (words.take("]")) {
      return both(whole, Values::item, from);
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
    until(
        ")",
        () -> {
          if (words.isFollowedBy("=")) {
            String name = words.name();
            words.expect("=");
            named.put(name, expression());
          } else {
            ordered.add(expression());
          }
        });
    return new Arguments(ordered, named);
  }

  /** Reads what stands between commas up to a closing word, which is passed. */
  private void until(String end, Runnable element) {
    while (!words.take(end)) {
      element.run();
      if (!words.peek().equals(end)) {
        words.expect(",");
      }
    }
  }

  private Expression primary() {
    String word = words.next();
    return switch (word) {
      case "true", "True" -> _ -> true;
      case "false", "False" -> _ -> false;
      case "none", "None" -> _ -> Values.NONE;
      case "(" -> inParentheses();
      case "[" -> {
        var items = new ArrayList<Expression>();
        until("]", () -> items.add(expression()));
        yield list(items);
      }
      case "{" -> map();
      default -> Words.isName(word) ? scope -> scope.get(word) : literal(word);
    };
  }

  private Expression literal(String word) {
    Object value = words.literal(word);
    return _ -> value;
  }

  private Expression inParentheses() {
    if (words.take(")")) {
      return _ -> List.of();
    }
    Expression inner = tuple();
    words.expect(")");
    return inner;
  }

  private static Expression list(List<Expression> items) {
    return scope -> items.stream().map(i -> i.in(scope)).toList();
  }

  private Expression map() {
    var entries = new LinkedHashMap<Expression, Expression>();
    until(
        "}",
        () -> {
          Expression key = expression();
          words.expect(":");
          entries.put(key, expression());
        });
    return scope -> {
      var map = new LinkedHashMap<Object, Object>();
      entries.forEach((key, value) -> map.put(key.in(scope), value.in(scope)));
      return map;
    };
  }
}
