package dev.locomo.eval.view;

import dev.locomo.eval.report.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Fills the templates of pages, which lie beside this class.
 *
 * @param served whether a server gives the pages; else they are files beside each other
 */
public record Site(boolean served) {
  private static final int SEEN = 300;

  /**
   * A page.
   *
   * @param template its name
   * @param content what it shows
   */
  String page(String template, Map<String, ?> content) {
    var model = new LinkedHashMap<String, Object>();
    Page.functions(model);
    model.put("served", served);
    model.put("style", style());
    model.put("cut", Page.function(text -> cut(String.valueOf(text))));
    model.put("time", Page.function(text -> time(String.valueOf(text))));
    model.put("short", Page.function(n -> shortly(((Number) n).doubleValue())));
    model.put(
        "round",
        Page.function(n -> String.format(Locale.ROOT, "%.3f", ((Number) n).doubleValue())));
    model.put("run_address", Page.function(name -> "/runs/" + Params.encoded((String) name)));
    model.putAll(content);
    return Page.render("view/" + template + ".ftl", model);
  }

  /** A page that says one thing. */
  public String message(String text) {
    return page("message", Map.of("title", "This page cannot be shown", "text", text));
  }

  /** A page that asks for the token. */
  public String login() {
    return page("login", Map.of());
  }

  /** The style sheet within served pages, which nothing has to be waited for. */
  public static String style() {
    return Page.resource("report.css") + resource("view.css");
  }

  /** A file that pages use, or a description of them. */
  public static String resource(String name) {
    try (var in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole numbers as they are, others to the third decimal. */
  private static String shortly(double n) {
    return String.format(Locale.ROOT, n == Math.rint(n) && Math.abs(n) >= 2 ? "%.0f" : "%.3f", n);
  }

  /** The beginning of a long text, in one line. */
  private static String cut(String text) {
    String line = text.substring(0, Math.min(text.length(), 4 * SEEN)).replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= SEEN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SEEN)) + "...";
  }

  /** To the second, in UTC; any other text as it is. */
  private static String time(String text) {
    try {
      var at = Instant.parse(text).atOffset(ZoneOffset.UTC);
      return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).format(at);
    } catch (DateTimeException e) {
      return text;
    }
  }
}
