package dev.locomo.gen.memory;

import java.util.ArrayList;
import java.util.List;

/** Positions of the highest scores. */
final class Best {
  private Best() {}

  /** At most {@code count} positions, best first, equal ones in their order. */
  static List<Integer> of(double[] scores, int count) {
    var best = new ArrayList<Integer>(count + 1);
    for (int i = 0; i < scores.length; i++) {
      int place = best.size();
      while (place > 0 && scores[best.get(place - 1)] < scores[i]) {
        place--;
      }
      if (place < count) {
        best.add(place, i);
        if (best.size() > count) {
          best.removeLast();
        }
      }
    }
    return best;
  }
}
