package dev.locomo.cli;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages say is so: links lead somewhere, options exist, blocks say whether they are run.
 */
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern OPTION = Pattern.compile("(?<![-\\w])--[a-z][a-z0-9-]*");

  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))\\.([a-z]\\w+)`");

  /** Programs that are named with options of their own. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "\\b(mvn|gh|docker|tar|curl|git|rsync|cp|java|jlink|sbatch|kubectl|sha256sum|chromium"
              + "|huggingface-cli|pip|vllm|llama-server|apt-get)\\b|no-cache-dir|build-arg");

  static List<DocsPage> pages() {
    return DocsPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsToAFileAndAHeading(DocsPage page) throws Exception {
    var links = LINK.matcher(page.prose());
    while (links.find()) {
      String link = links.group(1);
      if (link.contains("://") || link.startsWith("mailto:")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
      assertThat(target).as(link).exists();
      if (parts.length == 2) {
        assertThat(anchors(target)).as(link).contains(parts[1]);
      }
    }
  }

  /** The anchors of a page's headings, as GitHub makes them. */
  private static List<String> anchors(Path file) throws Exception {
    return Files.readAllLines(file).stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line ->
            line.replaceFirst("#+ ", "")
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'))
        .toList();
  }

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    Map<String, Path> files = tests();
    for (DocsPage page : pages()) {
      for (var named : TEST.matcher(page.prose()).results().toList()) {
        assertThat(files).as(named.group()).containsKey(named.group(1));
        assertThat(Files.readString(files.get(named.group(1))))
            .as(named.group())
            .contains("void " + named.group(2) + "(");
      }
    }
  }

  private static Map<String, Path> tests() throws Exception {
    var files = new HashMap<String, Path>();
    for (String module : List.of("core", "rag", "eval", "gen", "services", "cli")) {
      try (var all = Files.walk(DocsPage.ROOT.resolve("locomo-" + module + "/src/test/java"))) {
        all.filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> files.put(file.getFileName().toString().replace(".java", ""), file));
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyOptionThatIsNamedExists(DocsPage page) {
    Set<String> known = options();
    for (String line : page.lines()) {
      if (!OTHERS.matcher(line).find()) {
        assertThat(OPTION.matcher(line).results().map(found -> found.group()))
            .as(line)
            .isSubsetOf(known);
      }
    }
  }

  @Test
  void everyOptionIsNamedOnAPageThatPeopleWrite() {
    Set<String> named =
        pages().stream()
            .flatMap(page -> page.lines().stream())
            .flatMap(line -> OPTION.matcher(line).results().map(MatchResult::group))
            .collect(toSet());
    assertThat(settings())
        .isNotEmpty()
        .allSatisfy(
            setting -> assertThat(setting.names()).anyMatch(name -> named.contains("--" + name)));
  }

  private static List<Setting<?>> settings() {
    return Verbs.all().pages().stream()
        .<Setting<?>>flatMap(page -> Stream.concat(page.settings(), page.common().stream()))
        .distinct()
        .toList();
  }

  private static Set<String> options() {
    var known = new HashSet<>(Set.of("--help", "--help-all", "--version"));
    settings().forEach(setting -> setting.names().forEach(name -> known.add("--" + name)));
    return known;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aBlockThatIsNotRunSaysWhatItNeeds(DocsPage page) {
    for (DocsPage.Block block : page.blocks()) {
      if (block.above().startsWith("<!--")) {
        assertThat(block.shell()).as(page + ":" + block.line()).isTrue();
        assertThat(block.whyNot()).as(page + ":" + block.line()).matches("needs .{4,}");
      }
    }
  }
}
