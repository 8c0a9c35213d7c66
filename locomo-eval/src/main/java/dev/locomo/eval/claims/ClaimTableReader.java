package dev.locomo.eval.claims;

import static java.util.stream.Collectors.joining;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.text.Csv;
import dev.locomo.core.text.TableText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads published tables: categories in rows with one score column or several, or in the header
 * with a system in each row; in every form that {@link TableText} knows. Scores are percentages,
 * with or without the sign, or between 0 and 1 when all of them are.
 */
public final class ClaimTableReader {
  private static final int LARGEST = 1 << 20;
  private static final Set<String> LABEL_HEADERS =
      Set.of("label", "category", "type", "name", "question type", "question_type", "task");
  private static final Set<String> COUNTS =
      Set.of(
          "n", "#", "count", "counts", "questions", "total", "support", "num", "size", "samples");
  private static final Set<String> NO_SCORES =
      Set.of(
          ("std sd se stderr ci rank tokens latency time cost calls correct right wrong p50 "
                  + "p95 p99 s ms sec seconds delta δ diff gain improvement k chunks year")
              .split(" "));

  private final String file;
  private final Optional<String> column;

  private ClaimTableReader(String file, Optional<String> column) {
    this.file = file;
    this.column = column;
  }

  /**
   * The tables in a UTF-8 file, one for each system and measure.
   *
   * @param column the only one wanted, by its name or its system's; all when empty
   * @throws DataError when none can be read, with the line
   * @throws UserError when there is no such column
   */
  public static List<ClaimTable> read(Path file, Optional<String> column) {
    return parse(file.toString(), UserFile.text(file, LARGEST), column);
  }

  /** The tables in a text; {@code file} is its name for messages. */
  static List<ClaimTable> parse(String file, String text, Optional<String> column) {
    return new ClaimTableReader(file, column).tables(TableText.tables(file, text));
  }

  private List<ClaimTable> tables(List<List<Csv.Row>> blocks) {
    var found = new ArrayList<ClaimColumn>();
    var told =
        blocks.stream().filter(block -> labels(block) > (blocks.size() > 1 ? 1 : 0)).toList();
    for (var block : told.isEmpty() && blocks.size() == 1 ? blocks : told) {
      int header =
          IntStream.range(0, block.size()).filter(i -> wide(block.get(i))).findFirst().orElse(-1);
      found.addAll(header >= 0 ? wide(block.subList(header, block.size())) : tall(block, blocks));
    }
    if (found.isEmpty()) {
      throw new DataError(
          file, "", "no row labelled overall and no table of categories, expected label,score");
    }
    var wanted = found.stream().filter(c -> column.isEmpty() || c.isNamed(column.get())).toList();
    if (wanted.isEmpty()) {
      String names =
          found.stream().map(ClaimColumn::name).filter(n -> !n.isEmpty()).collect(joining(", "));
      throw new UserError(
          "%s has no column of scores '%s'".formatted(file, column.orElse("")),
          names.isEmpty() ? "leave --column out" : "one of " + names);
    }
    return wanted.stream().map(ClaimColumn::table).toList();
  }

  /** How many cells of a table that begin a row or head a column name a category. */
  private static long labels(List<Csv.Row> block) {
    long widest = block.stream().mapToLong(ClaimTableReader::textual).max().orElse(0);
    int width = block.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    long tallest =
        IntStream.range(0, width)
            .mapToLong(c -> block.stream().filter(row -> Labels.isKnown(at(row, c))).count())
            .max()
            .orElse(0);
    return Math.max(widest, tallest);
  }

  private static long textual(Csv.Row row) {
    return row.cells().stream().filter(c -> Labels.isKnown(c) && !Labels.isNumber(c)).count();
  }

  /** Whether a row heads columns of categories; numbers alone could be scores. */
  private static boolean wide(Csv.Row row) {
    long numbers = row.cells().stream().filter(Labels::isNumber).count();
    boolean scores =
        row.cells().stream().anyMatch(c -> !Labels.isKnown(c) && Printed.number(c).isPresent());
    return !scores && (numbers == 0 ? textual(row) > 1 : numbers > 2);
  }

  private List<ClaimColumn> wide(List<Csv.Row> rows) {
    var header = rows.getFirst().cells();
    var known =
        IntStream.range(0, header.size())
            .filter(c -> Labels.isKnown(header.get(c)))
            .boxed()
            .toList();
    var metrics = known.stream().map(c -> Labels.metric(header.get(c))).distinct().toList();
    var data =
        rows.subList(1, rows.size()).stream()
            .filter(row -> known.stream().anyMatch(c -> Printed.number(at(row, c)).isPresent()))
            .toList();
    var counted = data.stream().filter(row -> isIn(COUNTS, at(row, 0))).findFirst();
    var found = new ArrayList<ClaimColumn>();
    for (var row : data) {
      if (counted.filter(row::equals).isPresent()) {
        continue;
      }
      String system =
          IntStream.range(0, row.cells().size())
              .filter(c ->
                  (c < known.getFirst() || known.getFirst() == 0)
                      && !known.contains(c)
                      && Printed.number(at(row, c)).isEmpty()
                      && !Printed.none(at(row, c)))
              .mapToObj(c -> at(row, c))
              .collect(joining(" "));
      for (String metric : metrics) {
        var table =
            new ClaimColumn(file, (metrics.size() > 1 ? system + " " + metric : system).strip());
        for (int c : known) {
          if (Labels.metric(header.get(c)).equals(metric)) {
            table.add(
                new ClaimColumn.Cell(row.line(), header.get(c), at(row, c)),
                counted.map(counts -> at(counts, c)).orElse(""),
                "");
          }
        }
        found.add(table);
      }
    }
    return found;
  }

  private List<ClaimColumn> tall(List<Csv.Row> rows, List<List<Csv.Row>> blocks) {
    var first = rows.getFirst();
    boolean headed = isHeader(first);
    var header = headed ? first.cells() : List.of("", "");
    var data = headed ? rows.subList(1, rows.size()) : rows;
    int width = Math.max(2, header.size());
    for (var row : data) {
      if (row.cells().size() > width || (!headed && row.cells().size() < 2)) {
        throw new DataError(
            file,
            "line " + row.line(),
            row.cells().size()
                + " columns, expected "
                + (headed ? width + " as in line " + first.line() : "label,score"));
      }
    }
    var labels = labelColumns(header, data);
    int count =
        IntStream.range(0, header.size())
            .filter(c -> isIn(COUNTS, header.get(c)))
            .findFirst()
            .orElse(-1);
    var scores = scoreColumns(header, data, labels, count);
    var found = new LinkedHashMap<Integer, ClaimColumn>();
    scores.forEach(c ->
        found.put(
            c,
            new ClaimColumn(file, scores.size() > 1 || column.isPresent() ? header.get(c) : "")));
    for (var row : data) {
      String second = labels.size() > 1 ? at(row, labels.get(1)) : "";
      found.forEach((c, table) ->
          table.add(
              new ClaimColumn.Cell(
                  row.line(),
                  at(row, labels.getFirst()),
                  at(row, c)
                      + (header.get(c).contains("%")
                              && Printed.number(at(row, c)).isPresent()
                              && !at(row, c).contains("%")
                          ? " %"
                          : "")),
              count < 0 ? "" : at(row, count),
              second));
    }
    found.forEach((c, table) ->
        overallBelow(header.get(c), blocks)
            .filter(_ -> !table.hasOverall())
            .ifPresent(cell -> table.add(cell, "", "")));
    return List.copyOf(found.values());
  }

  /** pandas prints the means of a frame's columns below it, each as a line of name and number. */
  private static Optional<ClaimColumn.Cell> overallBelow(String name, List<List<Csv.Row>> blocks) {
    return blocks.stream()
        .flatMap(List::stream)
        .filter(row ->
            row.cells().size() == 2 && !name.isEmpty() && row.cells().getFirst().equals(name))
        .filter(row -> Printed.number(row.cells().getLast()).isPresent())
        .map(row -> new ClaimColumn.Cell(row.line(), "overall", row.cells().getLast()))
        .findFirst();
  }

  private static boolean isHeader(Csv.Row row) {
    return !Labels.isKnown(row.cells().getFirst())
        && row.cells().stream().noneMatch(cell -> Printed.number(cell).isPresent());
  }

  /** The column whose labels hold, and another that names the categories as well. */
  private static List<Integer> labelColumns(List<String> header, List<Csv.Row> data) {
    var named = new ArrayList<Integer>();
    for (int c = 0; c < header.size(); c++) {
      if (LABEL_HEADERS.contains(header.get(c).toLowerCase(Locale.ROOT))) {
        named.add(c);
      }
    }
    for (int c = 0; c < header.size(); c++) {
      int at = c;
      long known =
          data.stream()
              .map(row -> at(row, at))
              .filter(l -> Labels.isKnown(l) && !Labels.isNumber(l))
              .count();
      if (!named.contains(c) && known > 1) {
        named.add(c);
      }
    }
    named.removeIf(c -> data.stream().noneMatch(row -> Labels.isKnown(at(row, c))));
    return named.isEmpty() ? List.of(0) : named;
  }

  private List<Integer> scoreColumns(
      List<String> header, List<Csv.Row> data, List<Integer> labels, int count) {
    var scores =
        IntStream.range(0, header.size())
            .filter(c -> c != count && !labels.contains(c) && !isIn(NO_SCORES, header.get(c)))
            .filter(c -> data.stream().anyMatch(row -> Printed.number(at(row, c)).isPresent()))
            .boxed()
            .toList();
    var measures = scores.stream().filter(c -> !Labels.metric(header.get(c)).isEmpty()).toList();
    var chosen = measures.isEmpty() ? scores : measures;
    if (chosen.isEmpty() && header.size() < 2) {
      throw new DataError(file, "", "no column of scores, expected label,score");
    }
    return chosen.isEmpty() ? List.of(labels.getFirst() == 0 ? 1 : 0) : chosen;
  }

  private static boolean isIn(Set<String> names, String header) {
    var words = header.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}#]+");
    return Arrays.stream(words).anyMatch(names::contains);
  }

  private static String at(Csv.Row row, int column) {
    return column < row.cells().size() ? row.cells().get(column) : "";
  }
}
