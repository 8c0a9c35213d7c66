package dev.locomo.core.text;

import dev.locomo.core.error.DataError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tables in a text as people publish them: comma, semicolon or tab separated values, Markdown and
 * other lines with vertical bars, HTML, LaTeX, and columns set apart by blanks, as pandas prints a
 * frame. Text round Markdown and HTML tables is passed over. Emphasis and other markup round a
 * cell's text is taken off.
 */
public final class TableText {
  private static final Pattern BAR = Pattern.compile("(?<!\\\\)[|│┃║]");
  private static final Pattern AND = Pattern.compile("(?<!\\\\)&");
  private static final Pattern RULE =
      Pattern.compile("[\\s|:+=\\-─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╭╮╯╰┏┓┗┛┡┩╇┳┻╞╡╪]+");
  private static final Pattern UNDER_HEADER =
      Pattern.compile(
          "(?m)^ {0,3}\\|?[ \\t]*:?-+:?[ \\t]*(?:\\|[ \\t]*:?-+:?[ \\t]*)+\\|?[ \\t]*$");
  private static final Pattern GAP =
      Pattern.compile("\\s{2,}|\\s+(?=[-+]?[0-9.]+%?(?:\\s|$))|(?<=[0-9]%?)\\s+(?=[\\p{L}0-9.+-])");
  private static final Pattern LATEX_MARK =
      Pattern.compile(
          "\\\\(?:text\\w{2}|underline|mathbf|emph|bf|it|small|multicolumn\\{\\d+\\}\\{[^}]*\\})\\b|\\\\(?:top|mid|bottom|c)(?:rule|midrule)(?:\\([^)]*\\))?(?:\\{[^}]*\\})?|\\\\hline");
  private static final Pattern DROPPED =
      Pattern.compile(
          "(?i)<(sup|del|s)\\b[^<>]{0,100}>[^<>]{0,100}</\\1>|~~[^~]{0,100}~~|\\[\\^[^\\]]{1,20}\\]");
  private static final Pattern TAG = Pattern.compile("<[^<>]{1,200}>");

  private final String file;
  private final List<String> lines;

  private TableText(String file, String text) {
    this.file = file;
    lines = text.lines().toList();
  }

  /**
   * The tables, in the order of the text, each with at least one row.
   *
   * @param file its name for messages
   * @throws DataError when the text is JSON, or a quote is not closed
   */
  public static List<List<Csv.Row>> tables(String file, String text) {
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new TableText(file, body.replace("\r\n", "\n").replace('\r', '\n')).tables(body);
  }

  private List<List<Csv.Row>> tables(String text) {
    if (text.stripLeading().matches("(?s)[{\\[].*")) {
      throw new DataError(
          file, "", "is JSON, expected a table: CSV, Markdown, HTML, LaTeX or columns of text");
    }
    if (text.contains("<tr") || text.contains("<TR")) {
      return html(text);
    }
    if (holding(BAR) > 0 && (UNDER_HEADER.matcher(text).find() || barred() > 1)) {
      return blocks(BAR, line -> !BAR.matcher(line).find());
    }
    if (text.contains("&") && text.contains("\\\\")) {
      return blocks(AND, line -> line.contains("\\end"));
    }
    if (text.contains("\t")) {
      return blocks(Pattern.compile("\t"), String::isBlank);
    }
    long commas = holding(Pattern.compile(","));
    long semicolons = holding(Pattern.compile(";"));
    if (semicolons > 0 && semicolons >= commas) {
      return blocks(Pattern.compile(";"), String::isBlank);
    }
    long filled = lines.stream().filter(line -> !line.isBlank()).count();
    return commas * 2 >= filled && commas > 0
        ? tidied(
            Csv.rows(file, text).stream().filter(row -> !row.cells().getFirst().startsWith("#")))
        : blocks(GAP, String::isBlank).stream().map(TableText::withIndex).toList();
  }

  private static List<List<Csv.Row>> tidied(Stream<Csv.Row> rows) {
    var table =
        rows.map(
                row -> new Csv.Row(row.line(), row.cells().stream().map(TableText::plain).toList()))
            .toList();
    return table.isEmpty() ? List.of() : List.of(table);
  }

  private long holding(Pattern mark) {
    return lines.stream().filter(mark.asPredicate()).count();
  }

  private long barred() {
    return lines.stream().filter(line -> line.strip().matches("[|│┃║].*[|│┃║]")).count();
  }

  /** Lines between those that end a table, cut where the mark stands. */
  private List<List<Csv.Row>> blocks(Pattern mark, Predicate<String> ends) {
    var blocks = new ArrayList<List<Csv.Row>>();
    var block = new ArrayList<Csv.Row>();
    for (int i = 0; i <= lines.size(); i++) {
      boolean rule =
          i < lines.size() && !lines.get(i).isBlank() && RULE.matcher(lines.get(i)).matches();
      if (i == lines.size() || !rule && ends.test(lines.get(i))) {
        if (!block.isEmpty()) {
          blocks.add(List.copyOf(block));
          block.clear();
        }
      } else if (!rule && (mark != AND || AND.matcher(lines.get(i)).find())) {
        row(i + 1, List.of(mark.split(trimmed(lines.get(i), mark), -1)), block);
      }
    }
    return blocks;
  }

  // Bars round the whole line, and the blanks and the end mark of LaTeX, are no cells.
  private static String trimmed(String line, Pattern mark) {
    String inner =
        mark == GAP
            ? line.stripTrailing()
                .replaceFirst("^\\s*[-*•]\\s+", "")
                .replace("**", "")
                .replaceAll("\\s{0,9}(±|\\+/-)\\s{0,9}", "$1")
            : line.strip().replaceFirst("\\\\\\\\.*$", "");
    return mark == BAR
        ? inner.replaceFirst("^[|│┃║]", "").replaceFirst("(?<!\\\\)[|│┃║]$", "")
        : inner;
  }

  private static void row(int line, List<String> texts, List<Csv.Row> into) {
    if (texts.size() == 1 && texts.getFirst().endsWith(":")) {
      return; // a caption
    }
    var cells = new ArrayList<>(texts.stream().map(TableText::plain).toList());
    while (!cells.isEmpty() && cells.getLast().isEmpty()) {
      cells.removeLast();
    }
    if (!cells.isEmpty()) {
      into.add(new Csv.Row(line, List.copyOf(cells)));
    }
  }

  private static List<List<Csv.Row>> html(String text) {
    var tables = new ArrayList<List<Csv.Row>>();
    int line = 1;
    for (String table : text.split("(?i)</table>")) {
      var rows = new ArrayList<Csv.Row>();
      for (String row : table.split("(?i)<tr\\b[^<>]{0,500}>")) {
        var cells = List.of(row.split("(?i)<t[dh]\\b[^<>]{0,500}>", -1));
        row(line, cells.subList(1, cells.size()), rows);
        line += (int) row.chars().filter(c -> c == '\n').count();
      }
      if (!rows.isEmpty()) {
        tables.add(List.copyOf(rows));
      }
    }
    return tables;
  }

  /** pandas names the index in a line of its own, or not at all: the header is one cell short. */
  private static List<Csv.Row> withIndex(List<Csv.Row> rows) {
    var header = rows.getFirst().cells();
    boolean named = rows.size() > 1 && rows.get(1).cells().size() == 1 && header.size() > 1;
    var data = rows.subList(Math.min(named ? 2 : 1, rows.size()), rows.size());
    boolean leads = !header.isEmpty() && header.getFirst().isEmpty();
    int width = data.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    if (!named && !leads && header.size() + 1 != width) {
      return rows;
    }
    var whole = new ArrayList<>(leads ? header.subList(1, header.size()) : header);
    whole.addFirst(named ? rows.get(1).cells().getFirst() : "");
    var all = new ArrayList<>(data);
    all.addFirst(new Csv.Row(rows.getFirst().line(), List.copyOf(whole)));
    return List.copyOf(all);
  }

  /** A cell's first 1,000 characters without emphasis, tags, marks of notes, struck text. */
  private static String plain(String whole) {
    String cell = whole.strip();
    cell = cell.length() > 1000 ? cell.substring(0, 1000) : cell;
    cell = DROPPED.matcher(cell).replaceAll("");
    String text = TAG.matcher(LATEX_MARK.matcher(cell).replaceAll("")).replaceAll(" ");
    for (var mark : Set.of("**", "__", "`", "$", "{", "}")) {
      text = text.replace(mark, "");
    }
    text = text.replace("\\%", "%").replace("\\_", "_").replace("\\|", "|").replace("\\pm", "±");
    text = text.replaceAll("\\\\[A-Za-z]+", "");
    text = text.replace("&nbsp;", " ").replace("&plusmn;", "±").replace("&amp;", "&").strip();
    return text.replaceFirst("^[*_]+(?=[^*_])", "").replaceFirst("(?<=[^*_])[_]+$", "").strip();
  }
}
