package dev.locomo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the documentation that people write.
 *
 * @param file where it is
 * @param lines its lines
 */
record DocsPage(Path file, List<String> lines) {
  /** The checkout. */
  static final Path ROOT =
      Path.of(System.getProperty("locomo.root", "..")).toAbsolutePath().normalize();

  /**
   * Fenced text.
   *
   * @param line of the opening fence, from 1
   * @param language as the fence names it, perhaps empty
   * @param above the line above the fence
   * @param text what is inside
   */
  record Block(int line, String language, String above, List<String> text) {
    private static final String NOT_RUN = "<!-- not run: ";

    boolean shell() {
      return language.equals("sh") || language.equals("bash");
    }

    /** Why it cannot be run by a test; empty when it can. */
    String whyNot() {
      return above.startsWith(NOT_RUN) && above.endsWith(" -->")
          ? above.substring(NOT_RUN.length(), above.length() - " -->".length()).strip()
          : "";
    }
  }

  /** All pages but those that are made from declarations. */
  static List<DocsPage> all() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      var top =
          Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "data/README.md")
              .map(ROOT::resolve);
      return Stream.concat(top, docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .filter(file -> !file.startsWith(ROOT.resolve("docs/reference")))
          .map(DocsPage::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DocsPage read(Path file) {
    try {
      return new DocsPage(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its fenced blocks, in order. */
  List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    for (int at = 0; at < lines.size(); at++) {
      String fence = lines.get(at);
      if (fence.startsWith("```")) {
        int end = at + 1;
        while (!lines.get(end).startsWith("```")) {
          end++;
        }
        String above = at == 0 ? "" : lines.get(at - 1);
        blocks.add(
            new Block(at + 1, fence.substring(3).strip(), above, lines.subList(at + 1, end)));
        at = end;
      }
    }
    return blocks;
  }

  /** Its text without fenced blocks and code. */
  String prose() {
    return String.join("\n", lines).replaceAll("(?ms)^```.*?^```", "").replaceAll("`[^`\n]*`", "");
  }

  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }
}
