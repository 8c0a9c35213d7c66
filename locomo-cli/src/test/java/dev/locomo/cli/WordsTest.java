package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.VerbPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Messages and help are in plain words; {@code scripts/check/words.txt} has those to be avoided.
 */
class WordsTest {
  private static final Path ROOT = Path.of(System.getProperty("locomo.root", ".."));
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private static Pattern avoided() throws IOException {
    var words = new ArrayList<String>();
    for (String line : Files.readAllLines(ROOT.resolve("scripts/check/words.txt"))) {
      if (!line.startsWith("#")) {
        words.add(line.substring(0, line.indexOf('\t')));
      }
    }
    assertThat(words).isNotEmpty();
    return Pattern.compile(String.join("|", words), Pattern.CASE_INSENSITIVE);
  }

  @Test
  void helpHasNoneOfThem() throws IOException {
    for (VerbPage page : Verbs.all().pages()) {
      var texts = new ArrayList<>(page.description());
      page.settings().map(Setting::words).forEach(texts::add);
      page.arguments().forEach(argument -> texts.add(argument.help()));
      page.examples().forEach(example -> texts.add(example.words()));
      assertThat(texts).as(page.path()).noneMatch(avoided().asPredicate());
    }
  }

  @Test
  void messagesHaveNoneOfThem() throws IOException {
    var found = new ArrayList<String>();
    for (String module : List.of("core", "rag", "eval", "gen", "services", "cli")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve("locomo-" + module + "/src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          LITERAL
              .matcher(withoutComments(Files.readString(file)))
              .results()
              .map(literal -> literal.group(1))
              .filter(avoided().asPredicate())
              .forEach(text -> found.add(file.getFileName() + ": " + text));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static String withoutComments(String source) {
    return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
  }
}
