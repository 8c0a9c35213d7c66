package dev.locomo.cli.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentNodeRendererContext;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A page.
 *
 * @param root the checkout
 * @param file from there
 * @param document what it says; links lead to pages of the site
 */
record Page(Path root, Path file, Node document) {
  private static final List<org.commonmark.Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private static final TextContentRenderer WORDS =
      TextContentRenderer.builder().nodeRendererFactory(Page::links).extensions(EXTENSIONS).build();

  /** Links into the site; what is outside of it keeps its address. */
  private static final class Links extends AbstractVisitor {
    private final Page page;

    Links(Page page) {
      this.page = page;
    }

    @Override
    public void visit(Link link) {
      String[] parts = link.getDestination().split("#", 2);
      if (parts[0].endsWith(".md") && !parts[0].contains("://")) {
        Path target = page.resolve(parts[0]);
        String anchor = parts.length == 2 ? "#" + parts[1] : "";
        link.setDestination(page.up() + html(target) + anchor);
      }
      visitChildren(link);
    }
  }

  static Page read(Path root, Path file) {
    try {
      var parser = Parser.builder().extensions(EXTENSIONS).build();
      var page = new Page(root, file, parser.parse(Files.readString(root.resolve(file))));
      page.document.accept(new Links(page));
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of a page in the site. */
  static String html(Path file) {
    return file.toString()
        .replaceFirst("README\\.md$", "index.html")
        .replaceFirst("\\.md$", ".html");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** From this page to the site's folder, empty or ending with a slash. */
  String up() {
    return "../".repeat(file.getNameCount() - 1);
  }

  private Path resolve(String link) {
    return root.relativize(root.resolve(file).resolveSibling(link).normalize());
  }

  String title() {
    return document.getFirstChild() instanceof Heading heading ? text(heading) : file.toString();
  }

  String body() {
    return HtmlRenderer.builder()
        .extensions(EXTENSIONS)
        .build()
        .render(document)
        .replace("<pre>", "<pre tabindex=\"0\">")
        .replace("<table>", "<div class=\"wide\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>");
  }

  /** Files that it shows or links to, from the checkout. */
  Set<Path> files() {
    var files = new TreeSet<Path>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            add(image.getDestination());
          }

          private void add(String link) {
            if (!link.contains("://") && !link.startsWith("#") && !link.startsWith("mailto:")) {
              Path target = resolve(link.split("#", -1)[0]);
              if (Files.isRegularFile(root.resolve(target))) {
                files.add(target);
              }
            }
          }
        });
    return files;
  }

  /** Its sections for the search: {@code title}, {@code heading}, {@code text}, {@code url}. */
  List<ObjectNode> sections() {
    var sections = new ArrayList<ObjectNode>();
    var ids = IdGenerator.builder().build();
    var text = new StringBuilder();
    ObjectNode section = null;
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading) {
        if (section != null) {
          section.put("text", text.toString());
        }
        text.setLength(0);
        section = JsonFiles.MAPPER.createObjectNode().put("title", title());
        section.put("heading", text(heading));
        section.put("url", html(file) + "#" + ids.generateId(text(heading)));
        sections.add(section);
      } else {
        text.append(text(node).replaceAll("(?s)<!--.*?-->", "")).append(' ');
      }
    }
    if (section != null) {
      section.put("text", text.toString());
    }
    return sections;
  }

  private static String text(Node node) {
    return WORDS.render(node).strip();
  }

  /** Of a link its words alone. */
  private static NodeRenderer links(TextContentNodeRendererContext context) {
    return new NodeRenderer() {
      @Override
      public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Link.class);
      }

      @Override
      public void render(Node link) {
        for (Node child = link.getFirstChild(); child != null; child = child.getNext()) {
          context.render(child);
        }
      }
    };
  }

  /**
   * The menu that this index makes: its headings, each with the links below it.
   *
   * @param of the page that it is shown on
   */
  String menu(Page of) {
    var menu = new StringBuilder();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            if (heading.getLevel() == 2) {
              menu.append("<h2>").append(escaped(text(heading))).append("</h2>\n");
            }
          }

          @Override
          public void visit(Link link) {
            if (!menu.isEmpty() && link.getDestination().contains(".html")) {
              String target = link.getDestination().substring(up().length());
              String here = target.equals(html(of.file)) ? " aria-current=\"page\"" : "";
              String name = text(link).replaceFirst("\\.md$", "");
              menu.append("<a href=\"").append(of.up()).append(target).append('"').append(here);
              menu.append('>').append(escaped(name)).append("</a>\n");
            }
          }
        });
    return menu.toString();
  }
}
