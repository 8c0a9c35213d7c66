package dev.locomo.rag.causal.jinja;

import dev.locomo.rag.causal.jinja.Expression.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** A template, ready to be filled in. */
public record Template(Node body) {
  /**
   * Reads a template.
   *
   * @throws JinjaError when it is malformed, or uses what is not known here
   */
  public static Template parse(String text) {
    try {
      return new Template(new TemplateParser(Lexer.pieces(text)).whole());
    } catch (StackOverflowError e) {
      throw new JinjaError("it is nested too deep");
    }
  }

  /**
   * Fills it in.
   *
   * @param given names with texts, numbers, booleans, lists and maps of these
   * @throws JinjaError when it refuses what is given, or cannot be filled in with it, or not within
   *     {@link Values#STEPS}
   */
  public String filled(Map<String, Object> given) {
    var names = new HashMap<String, Object>();
    Function map = arguments -> new LinkedHashMap<Object, Object>(arguments.named());
    Function refuse =
        arguments -> {
          throw new JinjaError("it refuses: " + Values.text(arguments.first()));
        };
    names.putAll(Map.of("namespace", map, "dict", map, "raise_exception", refuse));
    names.put(
        "strftime_now", (Function) arguments -> FixedDate.written(Values.text(arguments.first())));
    names.put("range", (Function) arguments -> range(arguments.ordered()));
    names.putAll(given);
    var out = new StringBuilder();
    long[] left = {Values.STEPS + Values.STEPS_PER_CHARACTER * given.toString().length()};
    try {
      ScopedValue.where(Values.LEFT, left)
          .run(() -> body.write(new Expression.Scope(names, null), out));
    } catch (StackOverflowError e) {
      throw new JinjaError("it is nested too deep");
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
    Values.spend((double) to - from);
    return new ArrayList<Object>(LongStream.range(from, to).boxed().toList());
  }

  /** A part of a template. */
  interface Node {
    void write(Expression.Scope scope, StringBuilder out);
  }

  /**
   * Cuts a template into texts, outputs and statements, with white space taken away as the minus
   * signs say, and as {@code trim_blocks} and {@code lstrip_blocks} do, both of which are on.
   */
  static final class Lexer {
    /** What a piece is. */
    enum Kind {
      TEXT,
      OUTPUT,
      STATEMENT
    }

    /** A piece of a template: the text, or what stands between the braces. */
    record Piece(Kind kind, String content) {}

    /**
     * Strings may hold closing braces, and are taken whole: else each could be read in two ways.
     */
    private static final String INSIDE =
        "((?>'(?:\\\\.|[^'\\\\])*+'|\"(?:\\\\.|[^\"\\\\])*+\"|.)*?)";

    private static final Pattern OPENING = Pattern.compile("\\{[#{%]");
    private static final Pattern TAG =
        Pattern.compile(
            "\\{#([-+]?)(.*?)([-+]?)#}"
                + ("|\\{\\{([-+]?)" + INSIDE + "([-+]?)}}")
                + ("|\\{%([-+]?)" + INSIDE + "([-+]?)%}"),
            Pattern.DOTALL);

    private Lexer() {}

    static List<Piece> pieces(String template) {
      // The last line's end does not count, as in Python.
      String text =
          template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
      var pieces = new ArrayList<Piece>();
      Matcher tag = TAG.matcher(text);
      int from = 0;
      String taken = "";
      for (Matcher open = OPENING.matcher(text); open.find(from); from = tag.end()) {
        if (!tag.region(open.start(), text.length()).lookingAt()) {
          throw new JinjaError("'" + open.group() + "' is not closed");
        }
        int sign = tag.group(1) != null ? 1 : tag.group(4) != null ? 4 : 7;
        boolean output = sign == 4;
        String between = text.substring(from, tag.start());
        boolean atStart = from == 0 || taken.equals("\n") && between.startsWith("\n");
        String left = lead(between, taken);
        add(
            pieces,
            Kind.TEXT,
            output ? trailed(left, tag.group(4)) : tail(left, tag.group(sign), atStart));
        if (sign > 1) {
          add(pieces, output ? Kind.OUTPUT : Kind.STATEMENT, tag.group(sign + 1).strip());
        }
        taken = taken(tag.group(sign + 2), output);
      }
      add(pieces, Kind.TEXT, lead(text.substring(from), taken));
      return pieces;
    }

    /** What a tag takes from the text after it. */
    private static String taken(String sign, boolean output) {
      return sign.equals("-") ? sign : output || sign.equals("+") ? "" : "\n";
    }

    private static void add(List<Piece> pieces, Kind kind, String content) {
      if (kind != Kind.TEXT || !content.isEmpty()) {
        pieces.add(new Piece(kind, content));
      }
    }

    /** What is left of a text after a tag that takes all white space, or one line's end. */
    private static String lead(String text, String taken) {
      return switch (taken) {
        case "-" -> text.stripLeading();
        case "\n" -> text.startsWith("\n") ? text.substring(1) : text;
        default -> text;
      };
    }

    private static String trailed(String text, String sign) {
      return sign.equals("-") ? text.stripTrailing() : text;
    }

    /** What is left of a text before a block, which loses the blanks from a line's start to it. */
    private static String tail(String text, String sign, boolean atStart) {
      if (!sign.isEmpty()) {
        return trailed(text, sign);
      }
      int end = text.length();
      while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
        end--;
      }
      boolean lineStart = end == 0 ? atStart : text.charAt(end - 1) == '\n';
      return lineStart ? text.substring(0, end) : text;
    }
  }
}
