package dev.locomo.eval.view;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the address of a page asks for: names with their values, in order.
 *
 * @param values as in the query, decoded
 */
public record Params(Map<String, List<String>> values) {
  /** Nothing in particular. */
  public static final Params NONE = new Params(Map.of());

  /**
   * Reads a query or the body of a form; what has no name is left out.
   *
   * @throws IllegalArgumentException when a percent sign encodes nothing
   */
  public static Params of(String query) {
    var values = new LinkedHashMap<String, List<String>>();
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        values
            .computeIfAbsent(decoded(part.substring(0, equals)), _ -> new ArrayList<>())
            .add(decoded(part.substring(equals + 1)));
      }
    }
    return new Params(values);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The first value; empty where there is none. */
  public String get(String name) {
    var all = all(name);
    return all.isEmpty() ? "" : all.getFirst();
  }

  /** A whole number from {@code least} to {@code most}; the default for anything else. */
  int number(String name, int least, int most, int byDefault) {
    String text = get(name);
    if (!text.matches("\\d{1,9}")) {
      return byDefault;
    }
    return Math.clamp(Integer.parseInt(text), least, most);
  }

  /** The rows of the page that is asked for, and for {@code pager} in templates where it stands. */
  <T> List<T> paged(List<T> all, int most, Map<String, Object> model) {
    int pages = Math.max(1, (all.size() + most - 1) / most);
    int page = number("page", 1, pages, 1);
    model.put("found", all.size());
    model.put("at_page", page);
    model.put("pages", pages);
    model.put("before", page == 1 ? "" : with("page", Integer.toString(page - 1)));
    model.put("after", page == pages ? "" : with("page", Integer.toString(page + 1)));
    return all.subList((page - 1) * most, Math.min(all.size(), page * most));
  }

  /** Every value. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The same without other names than these. */
  public Params only(Set<String> names) {
    var kept = new LinkedHashMap<>(values);
    kept.keySet().retainAll(names);
    return new Params(kept);
  }

  /** The query that asks for the same, with another value of one name; with no value without it. */
  public String with(String name, String value) {
    var changed = new LinkedHashMap<>(values);
    changed.put(name, List.of(value));
    var query = new StringBuilder();
    changed.forEach((key, all) -> {
      for (String one : all) {
        if (!one.isEmpty()) {
          query.append(query.isEmpty() ? "?" : "&").append(encoded(key)).append('=');
          query.append(encoded(one));
        }
      }
    });
    return query.toString();
  }

  /** As a part of an address. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
