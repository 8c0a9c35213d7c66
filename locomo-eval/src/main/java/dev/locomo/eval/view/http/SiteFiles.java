package dev.locomo.eval.view.http;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.view.Library;
import dev.locomo.eval.view.Params;
import dev.locomo.eval.view.Site;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages as files beside each other: those that are served, from the first page along their links.
 * Nothing runs in them. Lists are as in the file and worst first; whatever else an address can ask
 * for needs the server, and links to it are text. Past {@value #MOST} pages links are text too.
 */
public final class SiteFiles {
  private static final int MOST = 30_000;
  private static final int AT_ONCE = 32;
  private static final int LONGEST_NAME = 80;
  private static final Pattern LINK = Pattern.compile(" (href|action)=\"([/?][^\"]*)\"");

  /** Addresses that get a file, with what of their queries counts. */
  private static final Map<Pattern, Set<String>> KEPT =
      Map.of(
          Pattern.compile("/|/data(/[^/]+)?|/runs/[^/]+(/report|/data)?"), Set.of(),
          Pattern.compile("/runs/[^/]+/(questions|items)"), Set.of("order", "page"),
          Pattern.compile("/(runs|data)/[^/]+/(question|item)"), Set.of("id"),
          Pattern.compile("/(runs|data)/[^/]+/conversation"), Set.of("id", "page"),
          Pattern.compile("/compare"), Set.of("run"));

  private final Routes routes;
  private final Map<String, String> files = new LinkedHashMap<>();
  private final SequencedMap<String, ArrayDeque<String>> open = new LinkedHashMap<>();
  private boolean cut;

  private SiteFiles(Routes routes) {
    this.routes = routes;
  }

  /**
   * Writes {@code index.html} and what it leads to.
   *
   * @param folder made when it is not there; what it holds besides stays
   * @return what has no page, with the reason
   */
  public static Set<String> write(Library library, Path folder) {
    var site = new SiteFiles(new Routes(library, new Site(false)));
    for (String css : List.of("report.css", "view.css")) {
      AtomicFile.writeText(
          folder.resolve(css), site.routes.answer(Request.of("/assets/" + css)).body());
    }
    var without = new LinkedHashSet<String>();
    site.file("/");
    for (var some = site.next(); !some.isEmpty(); some = site.next()) {
      for (Made made : some.parallelStream().map(site::made).toList()) {
        if (!made.without.isEmpty()) {
          without.add(made.at + ": " + made.without);
        }
        String page = site.linked(made.without.isEmpty() ? made.at : "/", made.page);
        AtomicFile.writeText(folder.resolve(site.files.getOrDefault(made.at, "")), page);
      }
    }
    if (site.cut) {
      without.add("more than " + MOST + " pages; give fewer runs, or serve them");
    }
    return without;
  }

  /**
   * A page before its links lead to files.
   *
   * @param without why there is none, and what it says instead; else empty
   */
  private record Made(String at, String page, String without) {}

  private Made made(String at) {
    try {
      return new Made(at, routes.answer(Request.of(at)).body(), "");
    } catch (DataError | UserError | NoSuchElementException e) {
      String why = String.valueOf(e.getMessage());
      return new Made(at, routes.message(false, 404, why).body(), why);
    }
  }

  /**
   * Pages to be made side by side, none at the end. Those of one run come after each other, since
   * what was read of a run is not kept for long.
   */
  private List<String> next() {
    while (!open.isEmpty()) {
      var first = open.firstEntry().getValue();
      var some = new ArrayList<String>();
      while (some.size() < AT_ONCE && !first.isEmpty()) {
        some.add(first.poll());
      }
      if (!some.isEmpty()) {
        return some;
      }
      open.pollFirstEntry();
    }
    return List.of();
  }

  /** The run or data set that a page is about; of any other its first part. */
  private static String about(String address) {
    return address.replaceFirst("^(/(runs|data)/[^/?]*|/[^/?]*).*", "$1");
  }

  private String linked(String at, String page) {
    if (at.matches("/runs/[^/]+/report")) {
      return page;
    }
    return LINK.matcher(page)
        .replaceAll(link -> {
          String[] to = link.group(2).replace("&amp;", "&").split("#", 2);
          String from = to[0].startsWith("?") ? at.split("\\?", 2)[0] : "";
          String file = link.group(1).equals("href") ? file(from + to[0]) : "";
          return file.isEmpty()
              ? ""
              : Matcher.quoteReplacement(
                  " href=\"" + Params.encoded(file) + (to.length > 1 ? "#" + to[1] : "") + "\"");
        });
  }

  /** The file of an address, now to be written; empty where it gets none. */
  private String file(String address) {
    String[] parts = address.split("\\?", 2);
    var query = Params.of(parts.length > 1 ? parts[1] : "");
    var counts =
        KEPT.entrySet().stream()
            .filter(kept -> kept.getKey().matcher(parts[0]).matches())
            .map(Map.Entry::getValue)
            .findFirst();
    boolean filtered = query.get("order").matches("best|slow") || !query.get("file").isEmpty();
    if (counts.isEmpty()
        || filtered
        || (parts[0].equals("/compare") && query.all("run").size() != 2)) {
      return "";
    }
    String to = parts[0] + query.only(counts.get()).with("", "");
    if (!files.containsKey(to)) {
      cut |= files.size() >= MOST;
      if (files.size() >= MOST) {
        return "";
      }
      files.put(to, name(to));
      open.computeIfAbsent(about(to), _ -> new ArrayDeque<>()).add(to);
    }
    return files.getOrDefault(to, "");
  }

  private static String name(String address) {
    if (address.matches("/(data)?")) {
      return address.equals("/") ? "index.html" : "data.html";
    }
    String name = address.replaceFirst("^/(runs/)?", "");
    String plain = name.replaceAll("[^A-Za-z0-9.~-]+", "_");
    boolean same =
        plain.equals(name) && plain.length() <= LONGEST_NAME && !plain.matches("index|data");
    return (same
            ? plain
            : plain.substring(0, Math.min(plain.length(), LONGEST_NAME))
                + "-"
                + Sha256.of(address).substring(0, 8))
        + ".html";
  }
}
