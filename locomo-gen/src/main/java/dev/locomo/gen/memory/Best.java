package dev.locomo.gen.memory;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Positions of the highest scores. */
final class Best {
  private Best() {}

  static List<Integer> of(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
        .limit(count)
        .toList();
  }
}
