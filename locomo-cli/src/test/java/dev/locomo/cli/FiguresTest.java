package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Figures of the pages are those of {@code docs/figures.json}, which {@code
 * scripts/check/figures.py} writes. A marker {@code <!-- figures: NAME... -->} says which: on a
 * line of its own, all numbers of the block below it (of a table without its head); after text, as
 * many numbers before it as the file has under that name ({@code NAME[0]}: the first of them).
 * {@code <!-- no figures: WHY -->} above a block or in a row says why it has none of the file.
 */
class FiguresTest {
  private static final Pattern MARKER = Pattern.compile("<!-- figures: ([^>]+?) -->");
  private static final Pattern BETWEEN = Pattern.compile("`[^`\n]*`|<!--.*?-->");
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\w.,@/-])(?:\\d{1,3}(?:,\\d{3})++|\\d++)(?:\\.\\d++)?(?!\\w|\\.\\d|,\\d{3})");

  /** Pages whose tables of numbers are all marked. */
  private static final Set<String> WHOLE =
      Set.of(
          "docs/annotate.md",
          "docs/dialog.md",
          "docs/events.md",
          "docs/extractive.md",
          "docs/memory.md",
          "docs/performance.md",
          "docs/results.md",
          "docs/retrieval.md",
          "docs/statistics.md");

  private static final JsonNode FILE = file();

  private static JsonNode file() {
    try {
      return new ObjectMapper().readTree(DocsPage.ROOT.resolve("docs/figures.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<DocsPage> pages() {
    return DocsPage.all();
  }

  private static List<String> expected(String marked, String where) {
    String name = name(marked);
    assertThat(FILE.has(name)).as("%s: docs/figures.json has %s", where, name).isTrue();
    var values = new ArrayList<String>();
    FILE.path(name).path("values").forEach(value -> values.add(value.asText()));
    return marked.equals(name)
        ? values
        : List.of(values.get(Integer.parseInt(marked.replaceAll(".*\\[|\\]", ""))));
  }

  /** Without the place of one value. */
  private static String name(String marked) {
    return marked.replaceFirst("\\[.*", "");
  }

  private static List<String> numbers(String text) {
    return NUMBER
        .matcher(BETWEEN.matcher(text).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** The lines below a line, up to an empty one; of a table without its head. */
  private static List<String> block(DocsPage page, int marker) {
    int from = marker + 1;
    int to = from;
    while (to < page.lines().size() && !page.lines().get(to).isBlank()) {
      to++;
    }
    boolean table = page.lines().get(from).startsWith("|");
    return page.lines().subList(Math.min(table ? from + 2 : from, to), to);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyFigureIsThatOfTheFile(DocsPage page) {
    for (int at = 0; at < page.lines().size(); at++) {
      String line = page.lines().get(at);
      String where = page + ":" + (at + 1);
      for (MatchResult marker : MARKER.matcher(line).results().toList()) {
        var expected = new ArrayList<String>();
        for (String name : marker.group(1).split(" ", -1)) {
          expected.addAll(expected(name, where));
        }
        boolean above = line.startsWith("<!--") && line.length() == marker.end();
        List<String> found =
            above
                ? numbers(String.join("\n", block(page, at)))
                : last(numbers(before(page, at, marker.start())), expected.size());
        assertThat(found).as("%s, %s", where, marker.group(1)).isEqualTo(expected);
      }
    }
  }

  /** The paragraph up to a place. */
  private static String before(DocsPage page, int line, int column) {
    int from = line;
    while (from > 0 && !page.lines().get(from - 1).isBlank()) {
      from--;
    }
    return String.join("\n", page.lines().subList(from, line))
        + "\n"
        + page.lines().get(line).substring(0, column);
  }

  private static List<String> last(List<String> all, int count) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  @Test
  void aPageOfResultsHasNoTableOfNumbersWithoutASource() {
    for (DocsPage page : DocsPage.all()) {
      if (WHOLE.contains(page.toString())) {
        unmarked(page);
      }
    }
  }

  private static void unmarked(DocsPage page) {
    List<String> lines = page.lines();
    boolean covered = false;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (!line.startsWith("|")) {
        covered = MARKER.matcher(line).lookingAt() || line.startsWith("<!-- no figures: ");
      } else if (!covered) {
        boolean decimals = numbers(line).stream().anyMatch(number -> number.contains("."));
        boolean told = MARKER.matcher(line).find() || line.contains("<!-- no figures: ");
        assertThat(!decimals || told)
            .as("%s:%d is a row of figures: where are they from?", page, at + 1)
            .isTrue();
      }
    }
  }

  @Test
  void everyEntryOfTheFileIsShownAndSaysHowItWasMade() {
    var named = new TreeSet<String>();
    for (DocsPage page : DocsPage.all()) {
      MARKER
          .matcher(String.join("\n", page.lines()))
          .results()
          .flatMap(marker -> Stream.of(marker.group(1).split(" ", -1)))
          .forEach(marked -> named.add(name(marked)));
    }
    var there = new TreeSet<String>();
    for (var entry : FILE.properties()) {
      there.add(entry.getKey());
      for (String part : List.of("command", "commit", "date", "machine")) {
        assertThat(entry.getValue().path(part).asText())
            .as("%s of %s", part, entry.getKey())
            .isNotEmpty();
      }
    }
    assertThat(there).isEqualTo(named);
  }
}
