package dev.locomo.core.python;

import java.util.Arrays;

/**
 * numpy's arithmetic where the order of operations shows in the last bit, and its order of equal
 * values.
 */
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

  /**
   * {@code numpy.argsort(values)}: places by ascending value, equal values left as numpy's default
   * sort leaves them. That is introsort (Musser 1997) on places: quicksort by the median of three,
   * partitions of at most 16 by insertion, the larger partition put off, heap sort where the
   * partitions are nested too deeply. On machines with AVX-512 numpy may order equal values
   * otherwise.
   *
   * @param values without NaN
   */
  public static int[] argsort(double[] values) {
    int[] places = new int[values.length];
    Arrays.setAll(places, i -> i);
    if (places.length > 1) {
      int depth = 2 * (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(places.length));
      new Introsort(values, places).sort(0, places.length - 1, depth);
    }
    return places;
  }

  private record Introsort(double[] v, int[] at) {
    private static final int SMALL = 16;

    void sort(int from, int to, int depthLeft) {
      if (depthLeft < 0) {
        heapSort(from, to - from + 1);
        return;
      }
      int low = from;
      int high = to;
      int depth = depthLeft;
      while (high - low + 1 > SMALL) {
        int split = split(low, high);
        depth--;
        // What is put off does not meet what goes on, so the order of the two does not matter.
        if (split - low < high - split) {
          sort(split + 1, high, depth);
          high = split - 1;
        } else {
          sort(low, split - 1, depth);
          low = split + 1;
        }
      }
      insertionSort(low, high);
    }

    /** Where the median of three ends up, smaller values before it and larger ones after. */
    private int split(int low, int high) {
      int middle = low + (high - low) / 2;
      order(low, middle);
      order(middle, high);
      order(low, middle);
      double pivot = v[at[middle]];
      int up = low;
      int down = high - 1;
      swap(middle, down);
      while (true) {
        do {
          up++;
        } while (v[at[up]] < pivot);
        do {
          down--;
        } while (pivot < v[at[down]]);
        if (up >= down) {
          swap(up, high - 1);
          return up;
        }
        swap(up, down);
      }
    }

    private void order(int first, int second) {
      if (v[at[second]] < v[at[first]]) {
        swap(first, second);
      }
    }

    private void insertionSort(int low, int high) {
      for (int i = low + 1; i <= high; i++) {
        int moved = at[i];
        int to = i;
        while (to > low && v[moved] < v[at[to - 1]]) {
          at[to] = at[to - 1];
          to--;
        }
        at[to] = moved;
      }
    }

    private void heapSort(int low, int n) {
      for (int root = n / 2; root > 0; root--) {
        sift(low - 1, root, n, at[low - 1 + root]);
      }
      for (int left = n; left > 1; left--) {
        int last = at[low - 1 + left];
        at[low - 1 + left] = at[low];
        sift(low - 1, 1, left - 1, last);
      }
    }

    /** Places count from 1 after {@code base}. */
    private void sift(int base, int root, int n, int moved) {
      int hole = root;
      for (int child = 2 * hole; child <= n; child = 2 * hole) {
        if (child < n && v[at[base + child]] < v[at[base + child + 1]]) {
          child++;
        }
        if (!(v[moved] < v[at[base + child]])) {
          break;
        }
        at[base + hole] = at[base + child];
        hole = child;
      }
      at[base + hole] = moved;
    }

    private void swap(int one, int other) {
      int kept = at[one];
      at[one] = at[other];
      at[other] = kept;
    }
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
