package dev.locomo.eval.claims;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.error.DataError;
import dev.locomo.core.text.Csv;
import dev.locomo.eval.claims.ClaimTable.Claim;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a table from comma-separated {@code label,score} rows, with or without a header. Scores are
 * percentages, with or without the sign, or between 0 and 1 when all of them are.
 */
public final class ClaimTableReader {
  private static final Set<String> LABEL_HEADERS = Set.of("label", "category", "type", "name");
  private static final Set<String> SCORE_HEADERS =
      Set.of("score", "accuracy", "f1", "recall", "j", "value", "mean");

  private final String file;

  private ClaimTableReader(String file) {
    this.file = file;
  }

  /** One row, not yet on a scale. */
  private record Cell(int line, String label, BigDecimal number, boolean percent) {}

  /**
   * The table in a UTF-8 file.
   *
   * @throws DataError when it cannot be read as one, with the line
   */
  public static ClaimTable read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new DataError(file.toString(), "", "no such file", e);
    } catch (CharacterCodingException e) {
      throw new DataError(file.toString(), "", "is not UTF-8 text", e);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The table in a text.
   *
   * @param file its name for messages
   */
  static ClaimTable parse(String file, String text) {
    return new ClaimTableReader(file).table(Csv.rows(file, text));
  }

  private ClaimTable table(List<Csv.Row> rows) {
    var cells = cells(rows);
    boolean fractions =
        cells.stream().noneMatch(Cell::percent)
            && cells.stream().allMatch(cell -> cell.number().compareTo(BigDecimal.ONE) <= 0);
    return table(cells, fractions ? Printed::fraction : Printed::percent);
  }

  private List<Cell> cells(List<Csv.Row> rows) {
    boolean header = !rows.isEmpty() && isHeader(rows.getFirst());
    int label = header ? column(rows.getFirst(), LABEL_HEADERS, 0) : 0;
    int score = header ? column(rows.getFirst(), SCORE_HEADERS, 1) : 1;
    var cells = new ArrayList<Cell>();
    for (var row : header ? rows.subList(1, rows.size()) : rows) {
      int width = header ? Math.max(rows.getFirst().cells().size(), 2) : 2;
      if (row.cells().size() <= Math.max(label, score) || row.cells().size() > width) {
        throw error(row.line(), row.cells().size() + " columns, expected label,score");
      }
      cells.add(cell(row.line(), row.cells().get(label), row.cells().get(score)));
    }
    return cells;
  }

  private static boolean isHeader(Csv.Row row) {
    return !Labels.isKnown(row.cells().getFirst())
        && row.cells().stream().noneMatch(cell -> Printed.number(cell).isPresent());
  }

  private static int column(Csv.Row header, Set<String> names, int otherwise) {
    for (int i = 0; i < header.cells().size(); i++) {
      if (names.contains(header.cells().get(i).toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    return otherwise;
  }

  private Cell cell(int line, String label, String score) {
    if (!Labels.isKnown(label)) {
      throw error(
          line, "unknown label '%s', expected overall, %s".formatted(label, Labels.expected()));
    }
    var number =
        Printed.number(score)
            .filter(n -> n.compareTo(Printed.HUNDRED) <= 0)
            .orElseThrow(
                () -> error(line, "score '%s', expected a number from 0 to 100".formatted(score)));
    return new Cell(line, label, number, score.contains("%"));
  }

  private ClaimTable table(List<Cell> cells, Function<BigDecimal, Printed> scale) {
    var lines = new EnumMap<Category, Integer>(Category.class);
    var claims = new ArrayList<Claim>();
    Optional<Cell> overall = Optional.empty();
    for (var cell : cells) {
      var category = Labels.category(cell.label());
      if (category.isPresent()) {
        claims.add(claim(cell, category.get(), lines, scale));
      } else if (overall.isPresent()) {
        throw again(cell, overall.get().line());
      } else {
        overall = Optional.of(cell);
      }
    }
    var total = overall.orElseThrow(() -> new DataError(file, "", "no row labelled overall"));
    if (claims.isEmpty()) {
      throw new DataError(file, "", "no row of a category, expected " + Labels.expected());
    }
    return new ClaimTable(claims, scale.apply(total.number()));
  }

  private Claim claim(
      Cell cell,
      Category category,
      Map<Category, Integer> lines,
      Function<BigDecimal, Printed> scale) {
    var before = lines.putIfAbsent(category, cell.line());
    if (before != null) {
      throw again(cell, before);
    }
    return new Claim(category, scale.apply(cell.number()));
  }

  private DataError again(Cell cell, int before) {
    return error(cell.line(), "'%s' again, first in line %d".formatted(cell.label(), before));
  }

  private DataError error(int line, String problem) {
    return new DataError(file, "line " + line, problem);
  }
}
