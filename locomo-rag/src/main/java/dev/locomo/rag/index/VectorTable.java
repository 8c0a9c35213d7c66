package dev.locomo.rag.index;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of one length, one after the other, searched exactly: every row is looked at. A
 * conversation of 700 turns takes a fraction of a millisecond, so no approximation is needed.
 *
 * <p>Dot products are summed in double precision in eight fixed lanes, so that the ranking is the
 * same on every machine whatever its vector units are; a product of two floats is exact in double.
 */
public final class VectorTable implements VectorScores {
  /** Whatever the machine has, a row is summed as if it had vectors of this many doubles. */
  private static final int LANES = 8;

  private static final VectorSpecies<Double> DOUBLES = doubles();
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

  private final int dimension;
  private final int rows;
  private final float[] values;

  /**
   * @param dimension length of a row, at least 1
   * @param values the rows, one after the other; not copied
   */
  public VectorTable(int dimension, float[] values) {
    if (dimension < 1 || values.length % dimension != 0) {
      throw new IllegalArgumentException(
          values.length + " numbers are no rows of " + dimension + " numbers");
    }
    this.dimension = dimension;
    this.rows = values.length / dimension;
    this.values = values;
  }

  private static VectorSpecies<Double> doubles() {
    var preferred = DoubleVector.SPECIES_PREFERRED;
    return preferred.length() > LANES ? DoubleVector.SPECIES_512 : preferred;
  }

  /** A copy of these rows; each must have {@code dimension} numbers. */
  public static VectorTable of(int dimension, float[][] rows) {
    float[] values = new float[Math.multiplyExact(rows.length, dimension)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != dimension) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " numbers, expected " + dimension);
      }
      System.arraycopy(rows[i], 0, values, i * dimension, dimension);
    }
    return new VectorTable(dimension, values);
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
    return Arrays.copyOfRange(values, index * dimension, (index + 1) * dimension);
  }

  @Override
  public double[] dot(float[] query) {
    if (query.length != dimension) {
      throw new IllegalArgumentException(
          "the query has " + query.length + " numbers, the rows have " + dimension);
    }
    double[] scores = new double[rows];
    for (int i = 0; i < rows; i++) {
      scores[i] = dot(query, values, i * dimension);
    }
    return scores;
  }

  /** The dot product of the query with as many values. */
  static double dot(float[] query, float[] values, int from) {
    int dimension = query.length;
    int whole = dimension - dimension % LANES;
    double[] lanes = new double[LANES];
    for (int lane = 0; lane < LANES; lane += DOUBLES.length()) {
      var sum = DoubleVector.zero(DOUBLES);
      for (int i = lane; i < whole; i += LANES) {
        sum = doubles(query, i).fma(doubles(values, from + i), sum);
      }
      sum.intoArray(lanes, lane);
    }
    double rest = 0;
    for (int i = whole; i < dimension; i++) {
      rest += (double) query[i] * values[from + i];
    }
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
        + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        + rest;
  }

  private static DoubleVector doubles(float[] from, int at) {
    return (DoubleVector)
        FloatVector.fromArray(FLOATS, from, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }
}
