package dev.locomo.eval.stats;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How steady repeated verdicts are: the noise of a judge, or of a system, apart from sampling
 * error.
 *
 * @param repeated items with at least two verdicts; the others say nothing
 * @param flipped those of them whose verdicts are not all the same
 */
public record Flips(int repeated, int flipped) {
  public Flips {
    if (flipped < 0 || flipped > repeated) {
      throw new IllegalArgumentException("illegal flips: " + flipped + " of " + repeated);
    }
  }

  /** Counts over the verdicts that each item got. */
  public static <V> Flips of(Collection<List<V>> items) {
    var repeated = items.stream().filter(item -> item.size() > 1).toList();
    long flipped = repeated.stream().filter(item -> new HashSet<>(item).size() > 1).count();
    return new Flips(repeated.size(), Math.toIntExact(flipped));
  }

  /** Share of the repeated items that flipped, 0 to 1; it grows with the number of repeats. */
  public OptionalDouble rate() {
    return repeated == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) flipped / repeated);
  }

  /** The Wilson interval of the rate; empty when nothing was repeated. */
  public Optional<Interval> interval(double level) {
    return Wilson.interval(flipped, repeated, level);
  }
}
