package dev.locomo.rag.index;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Vectors of one length, searched exactly: every row is looked at. A conversation of 700 turns
 * takes a fraction of a millisecond, so no approximation is needed.
 *
 * <p>Dot products are summed in double precision in eight fixed lanes (dimension {@code i} belongs
 * to lane {@code i % 8}), so that the ranking is the same on every machine whatever its vector
 * units are; a product of two floats is exact in double.
 */
public final class VectorTable {
  private static final int LANES = 8;

  /**
   * Rows that are stored together, dimension by dimension: a loop over the rows of a block reads
   * and writes neighbours, which the compiler turns into vector instructions.
   */
  private static final int BLOCK = 128;

  private final int dimension;
  private final int rows;
  private final float[] values;

  /** Rows of zeros, of at least one number, to be set by {@link #put}. */
  public VectorTable(int dimension, int rows) {
    if (dimension < 1) {
      throw new IllegalArgumentException("rows of " + dimension + " numbers");
    }
    this.dimension = dimension;
    this.rows = rows;
    values = new float[Math.multiplyExact(rows, dimension)];
  }

  /** A copy of these rows; each must have {@code dimension} numbers. */
  public static VectorTable of(int dimension, float[][] rows) {
    var table = new VectorTable(dimension, rows.length);
    for (int i = 0; i < rows.length; i++) {
      table.put(i, rows[i]);
    }
    return table;
  }

  /** Copies a row into the table, which must have {@link #dimension()} numbers. */
  public void put(int row, float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "row " + row + " has " + vector.length + " numbers, expected " + dimension);
    }
    int stride = stride(row);
    int at = start(row);
    for (float x : vector) {
      values[at] = x;
      at += stride;
    }
  }

  /** Rows in the block of this row. */
  private int stride(int row) {
    return Math.min(BLOCK, rows - row / BLOCK * BLOCK);
  }

  /** Where the first number of a row is; the next one is a {@link #stride} further. */
  private int start(int row) {
    return row / BLOCK * BLOCK * dimension + row % BLOCK;
  }

  /** Length of a row. */
  public int dimension() {
    return dimension;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** A copy of a row. */
  public float[] row(int index) {
    float[] row = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      row[i] = values[start(index) + i * stride(index)];
    }
    return row;
  }

  /** The mean of all rows, summed in their order; 0 everywhere where there are none. */
  public float[] mean() {
    return mean(rows, dimension, this::row);
  }

  static float[] mean(int rows, int dimension, IntFunction<float[]> row) {
    double[] sums = new double[dimension];
    for (int at = 0; at < rows; at++) {
      float[] one = row.apply(at);
      for (int i = 0; i < dimension; i++) {
        sums[i] += one[i];
      }
    }
    float[] mean = new float[dimension];
    for (int i = 0; i < dimension && rows > 0; i++) {
      mean[i] = (float) (sums[i] / rows);
    }
    return mean;
  }

  /**
   * The dot product of the query with every row, summed in double precision in a fixed order.
   *
   * @throws IllegalArgumentException when the query has another length than the rows
   */
  public double[] dot(float[] query) {
    if (query.length != dimension) {
      throw new IllegalArgumentException(
          "the query has " + query.length + " numbers, the rows have " + dimension);
    }
    double[] scores = new double[rows];
    double[][] sums = new double[LANES + 1][BLOCK];
    for (int from = 0; from < rows; from += BLOCK) {
      int stride = stride(from);
      sum(query, start(from), stride, sums);
      for (int j = 0; j < stride; j++) {
        scores[from + j] =
            ((sums[0][j] + sums[1][j]) + (sums[2][j] + sums[3][j]))
                + ((sums[4][j] + sums[5][j]) + (sums[6][j] + sums[7][j]))
                + sums[LANES][j];
      }
    }
    return scores;
  }

  /** The sums of one block: of each lane, and last of the dimensions beyond a multiple of eight. */
  private void sum(float[] query, int start, int stride, double[][] sums) {
    int whole = dimension - dimension % LANES;
    for (int lane = 0; lane < LANES; lane++) {
      Arrays.fill(sums[lane], 0);
      int i = lane;
      for (; i + 3 * LANES < whole; i += 4 * LANES) {
        double[] weights = {query[i], query[i + LANES], query[i + 2 * LANES], query[i + 3 * LANES]};
        addFour(sums[lane], weights, start + i * stride, stride);
      }
      for (; i < whole; i += LANES) {
        addOne(sums[lane], query[i], start + i * stride, stride);
      }
    }
    Arrays.fill(sums[LANES], 0);
    for (int i = whole; i < dimension; i++) {
      addOne(sums[LANES], query[i], start + i * stride, stride);
    }
  }

  /** Four dimensions of a lane at once, so that the sums are read and written less often. */
  private void addFour(double[] sums, double[] weights, int at, int stride) {
    double a = weights[0];
    double b = weights[1];
    double c = weights[2];
    double d = weights[3];
    float[] all = values; // the first compiler reads a field again in every turn
    int second = at + LANES * stride;
    int third = second + LANES * stride;
    int fourth = third + LANES * stride;
    for (int j = 0; j < stride; j++) {
      sums[j] =
          sums[j]
              + a * all[at + j]
              + b * all[second + j]
              + c * all[third + j]
              + d * all[fourth + j];
    }
  }

  private void addOne(double[] sums, double weight, int at, int stride) {
    for (int j = 0; j < stride; j++) {
      sums[j] += weight * values[at + j];
    }
  }

  /** The same dot product of a query and one row: eight running sums, added in the same order. */
  static double dot(double[] query, float[] row) {
    int whole = query.length - query.length % LANES;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    for (int i = 0; i < whole; i += LANES) {
      a += query[i] * row[i];
      b += query[i + 1] * row[i + 1];
      c += query[i + 2] * row[i + 2];
      d += query[i + 3] * row[i + 3];
      e += query[i + 4] * row[i + 4];
      f += query[i + 5] * row[i + 5];
      g += query[i + 6] * row[i + 6];
      h += query[i + 7] * row[i + 7];
    }
    double rest = 0;
    for (int i = whole; i < query.length; i++) {
      rest += query[i] * row[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h)) + rest;
  }
}
