package dev.locomo.eval.similarity;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.eval.similarity.BertScore.Value;
import java.nio.file.Path;
import java.util.List;

/**
 * What BERTScore gives to unrelated texts: rescaling takes it to 0 and leaves 1 where it is.
 *
 * @param precision below 1
 * @param recall below 1
 * @param f1 below 1
 */
public record Baseline(double precision, double recall, double f1) {
  private static final int COLUMNS = 4;

  /**
   * Reads a baseline file of the package bert-score: a line {@code LAYER,P,R,F}, then a line a
   * layer from 0.
   *
   * @throws DataError when it is something else or has no such layer
   */
  public static Baseline read(Path file, int layer) {
    List<String> lines = lines(file);
    if (!lines.getFirst().strip().equals("LAYER,P,R,F")) {
      throw new DataError(
          file.toString(), "line 1", "found \"" + lines.getFirst() + "\"; expected LAYER,P,R,F");
    }
    if (layer + 1 >= lines.size()) {
      throw new DataError(
          file.toString(), "", "has " + (lines.size() - 1) + " layers; expected layer " + layer);
    }
    String where = "line " + (layer + 2);
    String[] cells = lines.get(layer + 1).strip().split(",", -1);
    try {
      var baseline = new Baseline(number(cells[1]), number(cells[2]), number(cells[COLUMNS - 1]));
      if (cells.length == COLUMNS && Integer.parseInt(cells[0].strip()) == layer) {
        return baseline;
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // Said below.
    }
    throw new DataError(
        file.toString(),
        where,
        "found \""
            + lines.get(layer + 1)
            + "\"; expected "
            + layer
            + " and three numbers below 1, comma-separated");
  }

  private static List<String> lines(Path file) {
    var lines = UserFile.text(file, 1 << 20).lines().toList();
    return lines.isEmpty() ? List.of("") : lines;
  }

  private static double number(String cell) {
    float number = Float.parseFloat(cell.strip());
    if (!(Math.abs(number) < 1)) {
      throw new NumberFormatException(cell);
    }
    return number;
  }

  /** The value on the new scale. */
  Value rescaled(Value raw) {
    return new Value(
        rescaled(raw.precision(), precision),
        rescaled(raw.recall(), recall),
        rescaled(raw.f1(), f1));
  }

  private static double rescaled(double raw, double base) {
    return (raw - base) / (1 - base);
  }
}
