package dev.locomo.rag.causal.jinja;

import static java.util.Map.entry;

import dev.locomo.rag.causal.jinja.Expression.Function;
import dev.locomo.rag.causal.jinja.Expression.Scope;
import dev.locomo.rag.causal.jinja.Template.Lexer.Kind;
import dev.locomo.rag.causal.jinja.Template.Lexer.Piece;
import dev.locomo.rag.causal.jinja.Template.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the pieces of a template to its nodes. */
final class TemplateParser {
  private final List<Piece> pieces;
  private int at;

  /** How many loops the piece stands in, within its macro. */
  private int loops;

  TemplateParser(List<Piece> pieces) {
    this.pieces = pieces;
  }

  Node whole() {
    Node all = until(Set.of());
    if (at < pieces.size()) {
      throw new JinjaError(
          "found '" + pieces.get(at).content() + "' outside of what it belongs to");
    }
    return all;
  }

  /** All up to a statement that begins with one of these words, which is not passed. */
  private Node until(Set<String> ends) {
    var nodes = new ArrayList<Node>();
    while (at < pieces.size()) {
      Piece piece = pieces.get(at);
      String word = piece.kind() == Kind.STATEMENT ? keyword(piece) : "";
      if (piece.kind() == Kind.STATEMENT && (ends.contains(word) || isEnd(word))) {
        break;
      }
      at++;
      nodes.add(node(piece, word));
    }
    return (scope, out) -> {
      Values.spend(1 + nodes.size());
      nodes.forEach(node -> node.write(scope, out));
    };
  }

  private static boolean isEnd(String word) {
    return word.startsWith("end") || word.equals("else") || word.equals("elif");
  }

  private static String keyword(Piece piece) {
    return piece.content().split("\\W", 2)[0];
  }

  private static Words rest(Piece piece) {
    return new Words(piece.content().substring(keyword(piece).length()));
  }

  private Node node(Piece piece, String word) {
    return switch (piece.kind()) {
      case TEXT ->
          (_, out) -> {
            Values.spend(piece.content().length());
            out.append(piece.content());
          };
      case OUTPUT -> {
        Expression value = ExpressionParser.parse(piece.content());
        yield (scope, out) -> out.append(Values.text(value.in(scope)));
      }
      case STATEMENT -> statement(piece, word);
    };
  }

  private Node statement(Piece piece, String word) {
    return switch (word) {
      case "if" -> condition(piece);
      case "for" -> loop(rest(piece));
      case "set" -> setting(rest(piece));
      case "macro" -> macro(rest(piece));
      case "generation" -> closed(word);
      case "break" -> leaving(true);
      case "continue" -> leaving(false);
      default -> throw new JinjaError("the statement '" + word + "' is not known here");
    };
  }

  /** Ends one pass of the innermost loop, or all of them; crosses what stands between. */
  private static final class Leaving extends RuntimeException {
    private final boolean all;

    Leaving(boolean all) {
      super(null, null, false, false);
      this.all = all;
    }
  }

  private Node leaving(boolean all) {
    if (loops == 0) {
      throw new JinjaError("found break or continue outside of a loop");
    }
    return (_, _) -> {
      throw new Leaving(all);
    };
  }

  /** The nodes up to the end of a statement, which is passed. */
  private Node closed(String word) {
    Node body = until(Set.of("end" + word));
    end("end" + word);
    return body;
  }

  private Piece end(String... expected) {
    if (at < pieces.size() && Set.of(expected).contains(keyword(pieces.get(at)))) {
      return pieces.get(at++);
    }
    String found = at < pieces.size() ? "'" + pieces.get(at).content() + "'" : "the end";
    throw new JinjaError("found " + found + "; expected " + String.join(" or ", expected));
  }

  private Node condition(Piece piece) {
    Words words = rest(piece);
    Expression asked = new ExpressionParser(words).expression();
    words.end();
    Node then = until(Set.of());
    Piece next = end("elif", "else", "endif");
    Node otherwise =
        switch (keyword(next)) {
          case "elif" -> condition(next);
          case "else" -> closed("if");
          default -> (_, _) -> {};
        };
    return (scope, out) -> (Values.truth(asked.in(scope)) ? then : otherwise).write(scope, out);
  }

  /** Writes a body once an item, or another when there is none. */
  private Node loop(Words words) {
    var names = new ArrayList<String>();
    do {
      names.add(words.name());
    } while (words.take(","));
    words.expect("in");
    Expression items = new ExpressionParser(words).or();
    Expression filter = words.take("if") ? new ExpressionParser(words).expression() : _ -> true;
    words.end();
    loops++;
    Node body = until(Set.of());
    loops--;
    boolean orElse = keyword(end("else", "endfor")).equals("else");
    Node empty = orElse ? closed("for") : (_, _) -> {};
    return (scope, out) -> {
      var kept = new ArrayList<Object>();
      for (Object item : Values.items(items.in(scope))) {
        Scope inner = scope.inner();
        inner.assign(names, item);
        if (Values.truth(filter.in(inner))) {
          kept.add(item);
        }
      }
      if (kept.isEmpty()) {
        empty.write(scope, out);
      }
      for (int i = 0; i < kept.size(); i++) {
        Scope inner = scope.inner();
        inner.assign(names, kept.get(i));
        inner.names().put("loop", state(kept, i));
        try {
          body.write(inner, out);
        } catch (Leaving how) {
          if (how.all) {
            return;
          }
        }
      }
    };
  }

  private static Map<String, Object> state(List<Object> items, int i) {
    boolean isLast = i == items.size() - 1;
    return Map.ofEntries(
        entry("index", i + 1L),
        entry("index0", (long) i),
        entry("revindex", (long) items.size() - i),
        entry("revindex0", items.size() - i - 1L),
        entry("first", i == 0),
        entry("last", isLast),
        entry("length", (long) items.size()),
        entry("previtem", i == 0 ? Values.UNDEFINED : items.get(i - 1)),
        entry("nextitem", isLast ? Values.UNDEFINED : items.get(i + 1)));
  }

  private Node setting(Words words) {
    var names = new ArrayList<>(List.of(words.name()));
    @Nullable String attribute = words.take(".") ? words.name() : null;
    while (words.take(",")) {
      names.add(words.name());
    }
    if (words.peek().equals(Words.END)) {
      Node body = closed("set");
      return (scope, _) -> {
        var text = new StringBuilder();
        body.write(scope.inner(), text);
        scope.names().put(names.getFirst(), text.toString());
      };
    }
    words.expect("=");
    Expression value = new ExpressionParser(words).tuple();
    words.end();
    return attribute == null
        ? (scope, _) -> scope.assign(names, value.in(scope))
        : (scope, _) -> put(scope.get(names.getFirst()), attribute, value.in(scope));
  }

  @SuppressWarnings("unchecked") // All maps that are made here take any value.
  private static void put(Object namespace, String attribute, Object value) {
    if (!(namespace instanceof LinkedHashMap<?, ?>)) {
      throw new JinjaError("only what namespace() made has attributes that can be set");
    }
    ((Map<Object, Object>) namespace).put(attribute, value);
  }

  private Node macro(Words words) {
    String name = words.name();
    words.expect("(");
    var parameters = new LinkedHashMap<String, Expression>();
    while (!words.take(")")) {
      String parameter = words.name();
      parameters.put(
          parameter,
          words.take("=") ? new ExpressionParser(words).expression() : _ -> Values.UNDEFINED);
      words.take(",");
    }
    int outside = loops;
    loops = 0;
    Node body = closed("macro");
    loops = outside;
    return (scope, _) ->
        scope.names().put(name, (Function) given -> called(scope, parameters, body, given));
  }

  private static Object called(
      Scope scope, Map<String, Expression> parameters, Node body, Expression.Given given) {
    Scope inner = scope.inner();
    int place = 0;
    for (var parameter : parameters.entrySet()) {
      Object absent = parameter.getValue().in(scope);
      inner.names().put(parameter.getKey(), given.at(place++, parameter.getKey(), absent));
    }
    var out = new StringBuilder();
    body.write(inner, out);
    return out.toString();
  }
}
