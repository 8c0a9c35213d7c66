package dev.locomo.core.run;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One part of a run that several processes share. Which part something belongs to depends on its
 * place in the whole run alone, so that parts are equally long, fit together, and are the same on
 * every machine.
 *
 * @param number which part, from 1
 * @param count how many parts there are
 */
public record Shard(int number, int count) {
  /** Everything. */
  public static final Shard WHOLE = new Shard(1, 1);

  /** Its name among the settings of a run. */
  public static final String SETTING = "shard";

  private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,5})/([1-9]\\d{0,5})");

  public Shard {
    if (number < 1 || number > count) {
      throw new IllegalArgumentException(
          "illegal shard: " + number + " of " + count + ", must be between 1 and that");
    }
  }

  /** Reads {@code 2/4}; empty for anything else, and for a part that there cannot be. */
  public static Optional<Shard> parse(String text) {
    var m = WRITTEN.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(m.group(1));
    int count = Integer.parseInt(m.group(2));
    return number > count ? Optional.empty() : Optional.of(new Shard(number, count));
  }

  /** Whether it is the whole run. */
  public boolean isWhole() {
    return count == 1;
  }

  /**
   * Whether what stands at a place belongs to it: places go round, for neighbours are alike.
   *
   * @param place from 0
   */
  public boolean has(int place) {
    return place % count == number - 1;
  }

  /** The settings of a run of it: those of the whole run, and which part it is. */
  public RunSpec spec(RunSpec whole) {
    return isWhole() ? whole : whole.with(SETTING, toString());
  }

  /** What belongs to it, in order. */
  public <T> List<T> of(List<T> all) {
    return IntStream.range(0, all.size()).filter(this::has).mapToObj(all::get).toList();
  }

  /** For example {@code 2/4}. */
  @Override
  public String toString() {
    return number + "/" + count;
  }
}
