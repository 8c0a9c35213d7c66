package dev.locomo.core.python;

import java.util.Arrays;

/** numpy's arithmetic where the order of operations shows in the last bit. */
public final class Numpy {
  private static final int BLOCK = 128;

  private Numpy() {}

  /** {@code numpy.mean}: pairwise sum over count; NaN for no values. */
  public static double mean(double[] values) {
    return sum(values, 0, values.length) / values.length;
  }

  /** {@code numpy.round(value, 3)}: scales first, so it differs from Python's {@code round}. */
  public static double round3(double value) {
    return Math.rint(value * 1000) / 1000;
  }

  private static double sum(double[] a, int from, int n) {
    if (n < 8) {
      return plain(0, a, from, from + n);
    }
    if (n <= BLOCK) {
      return unrolled(a, from, n);
    }
    int half = n / 2;
    half -= half % 8;
    return sum(a, from, half) + sum(a, from + half, n - half);
  }

  private static double plain(double start, double[] a, int from, int to) {
    double sum = start;
    for (int i = from; i < to; i++) {
      sum += a[i];
    }
    return sum;
  }

  private static double unrolled(double[] a, int from, int n) {
    int end = from + n - n % 8;
    double[] r = Arrays.copyOfRange(a, from, from + 8);
    for (int i = from + 8; i < end; i += 8) {
      for (int k = 0; k < 8; k++) {
        r[k] += a[i + k];
      }
    }
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    return plain(sum, a, end, from + n);
  }
}
