package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.settings.VerbPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The reference and manual pages in the repository are those that the program's declarations make.
 * {@code -Dlocomo.reference.write=true} writes them.
 */
class ReferenceTest {
  private static final Path DOCS = Path.of(System.getProperty("locomo.root", "..")).resolve("docs");

  @Test
  void thePagesAreWhatTheProgramDeclares() throws IOException {
    var made = new ReferencePages().files();
    if (Boolean.getBoolean("locomo.reference.write")) {
      for (var file : made.entrySet()) {
        Files.createDirectories(DOCS.resolve(file.getKey()).getParent());
        Files.writeString(DOCS.resolve(file.getKey()), file.getValue());
      }
    }
    for (var file : made.entrySet()) {
      assertThat(DOCS.resolve(file.getKey()))
          .as("written with -Dlocomo.reference.write=true")
          .hasContent(file.getValue());
    }
    var there = new TreeSet<String>();
    for (String folder : new String[] {"reference", "man"}) {
      try (Stream<Path> files = Files.list(DOCS.resolve(folder))) {
        files.forEach(file -> there.add(folder + "/" + file.getFileName()));
      }
    }
    assertThat(there).isEqualTo(made.keySet());
  }

  @Test
  void everyOptionOfAVerbIsOnItsPageOnce() {
    var made = new ReferencePages().files();
    for (VerbPage page : Verbs.all().pages()) {
      if (page.path().isEmpty()) {
        continue;
      }
      String text = made.getOrDefault("reference/" + page.path().split(" ", -1)[0] + ".md", "");
      String section = section(text, page.path());
      page.settings()
          .forEach(setting ->
              assertThat(
                      section
                          .lines()
                          .filter(line -> line.matches("\\| `" + setting.option() + "[ `].*")))
                  .as(page.path() + " " + setting.option())
                  .hasSize(1));
    }
  }

  /** From the heading of a verb to the heading of the next. */
  private static String section(String text, String path) {
    int from = text.indexOf("# locomo " + path + "\n");
    int to = text.indexOf("# locomo ", from + 1);
    return text.substring(from, to < 0 ? text.length() : to);
  }
}
