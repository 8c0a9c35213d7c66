package dev.locomo.core.metric;

import java.util.ArrayList;
import java.util.List;

/** Runs of neighbouring tokens. */
final class NGrams {
  private NGrams() {}

  /** All runs of {@code n} tokens in order, as views; none when there are fewer tokens. */
  static <T> List<List<T>> of(List<T> tokens, int n) {
    var runs = new ArrayList<List<T>>(Math.max(0, tokens.size() - n + 1));
    for (int i = 0; i + n <= tokens.size(); i++) {
      runs.add(tokens.subList(i, i + n));
    }
    return runs;
  }
}
