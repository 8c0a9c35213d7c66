package dev.locomo.cli.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web site of the pages. */
class SiteTest {
  private static final Path ROOT = Path.of(System.getProperty("locomo.root", ".."));
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @TempDir private Path to;

  @Test
  void everyLinkOfEveryPageLeadsToAFileAndAHeading() throws Exception {
    new Site(ROOT).write(to);
    List<Path> pages;
    try (Stream<Path> files = Files.walk(to)) {
      pages = files.filter(file -> file.toString().endsWith(".html")).toList();
    }
    assertThat(pages).hasSizeGreaterThan(60);
    for (Path page : pages) {
      var links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        String link = links.group(1);
        if (!link.contains("://") && !link.startsWith("mailto:") && !link.contains("api/")) {
          String[] parts = link.split("#", 2);
          Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
          assertThat(target).as(page + ": " + link).isRegularFile();
          if (parts.length == 2) {
            assertThat(Files.readString(target))
                .as(page + ": " + link)
                .contains("id=\"" + parts[1] + "\"");
          }
        }
      }
    }
  }

  @Test
  void theSearchHasEverySectionByWhatItSays() throws Exception {
    new Site(ROOT).write(to);
    assertThat(Files.readString(to.resolve("search.js")))
        .contains("\"heading\":\"Glossary\"", "\"url\":\"docs/concepts.html#glossary\"")
        .doesNotContain("<!-- ", "(concepts.html");
  }

  @Test
  void everyHitOfTheSearchLeadsToItsHeading() throws Exception {
    new Site(ROOT).write(to);
    String search = Files.readString(to.resolve("search.js"));
    var urls = Pattern.compile("\"url\":\"([^\"#]*)#([^\"]*)\"").matcher(search).results().toList();
    assertThat(urls).hasSizeGreaterThan(300);
    for (var url : urls) {
      assertThat(Files.readString(to.resolve(url.group(1))))
          .as(url.group())
          .contains("id=\"" + url.group(2) + "\"");
    }
  }

  @Test
  void aPageHasTheMenuOfTheIndexAndTablesThatCanBeScrolled() throws Exception {
    new Site(ROOT).write(to);
    assertThat(Files.readString(to.resolve("docs/tutorials/score.html")))
        .contains(
            "<h2>Learn</h2>",
            "href=\"../../docs/tutorials/score.html\" aria-current=\"page\">Score the answers of your"
                + " own system</a>",
            "docs/retrieval.html\">retrieval</a>");
    assertThat(Files.readString(to.resolve("docs/concepts.html")))
        .contains("<div class=\"wide\" tabindex=\"0\"><table>");
  }
}
