package dev.locomo.cli.site;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The pages of a checkout as a web site, which needs no server. */
public final class Site {
  private static final List<String> ASSETS = List.of("site.css", "site.js");
  private static final String LUNR = "/META-INF/resources/webjars/lunr/2.3.9/lunr.min.js";

  private final Path root;
  private final Map<Path, Page> pages = new TreeMap<>();

  /**
   * Of a checkout.
   *
   * @param root its folder
   */
  public Site(Path root) {
    this.root = root.toAbsolutePath().normalize();
    sources().forEach(file -> pages.put(file, Page.read(this.root, file)));
  }

  /** Writes the site and the documentation of the Java types: checkout, folder of the site. */
  public static void main(String[] args) {
    Path root = Path.of(args[0]);
    Path to = Path.of(args[1]);
    new Site(root).write(to);
    int code = javadoc(root, to.resolve("api"));
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int javadoc(Path root, Path to) {
    var sources = new ArrayList<String>();
    for (String module : List.of("core", "rag", "gen", "eval", "services", "cli")) {
      sources.add(root.resolve("locomo-" + module + "/src/main/java").toString());
    }
    return ToolProvider.findFirst("javadoc")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "-quiet",
            "-notimestamp",
            "-Xdoclint:none",
            "--release",
            "25",
            "-windowtitle",
            "LoCoMo-Java",
            "-classpath",
            System.getProperty("java.class.path"),
            "-sourcepath",
            String.join(java.io.File.pathSeparator, sources),
            "-subpackages",
            "dev.locomo",
            "-d",
            to.toString());
  }

  private List<Path> sources() {
    try (Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> top = Files.list(root)) {
      return Stream.concat(Stream.concat(top, Stream.of(root.resolve("data/README.md"))), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .map(root::relativize)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the pages, what they show and the search.
   *
   * @param to folder of the site, made where it is not there
   */
  public void write(Path to) {
    Page index = Objects.requireNonNull(pages.get(Path.of("docs/README.md")));
    var files = new TreeSet<Path>();
    ArrayNode sections = JsonFiles.MAPPER.createArrayNode();
    for (Page page : pages.values()) {
      write(to.resolve(Page.html(page.file())), template(page, index));
      files.addAll(page.files());
      page.sections().forEach(sections::add);
    }
    for (Path file : files) {
      copy(root.resolve(file), to.resolve(file));
    }
    ASSETS.forEach(name -> write(to.resolve(name), resource("/site/" + name)));
    write(to.resolve("lunr.js"), resource(LUNR));
    write(to.resolve("search.js"), "const SECTIONS = " + sections + ";\n");
  }

  private static String template(Page page, Page index) {
    return resource("/site/page.html")
        .replace("{{title}}", Page.escaped(page.title()))
        .replace("{{root}}", page.up())
        .replace("{{menu}}", index.menu(page))
        .replace("{{body}}", page.body());
  }

  private static String resource(String name) {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.write(to, Files.readAllBytes(from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
