package dev.locomo.eval.report.chart;

import dev.locomo.eval.stats.Clustered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Questions of about the same length.
 *
 * @param shortest in tokens
 * @param longest in tokens
 * @param values their scores
 */
public record LengthBin(int shortest, int longest, List<Clustered> values) {
  private static final int MOST = 5;

  /** A score and the length it goes with. */
  public record Sized(int tokens, Clustered value) {}

  /** Up to five bins of about as many questions each; equal lengths are never torn apart. */
  public static List<LengthBin> of(List<Sized> all) {
    var sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingInt(Sized::tokens).thenComparing(Sized::value));
    var bins = new ArrayList<LengthBin>();
    int start = 0;
    long reached = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      boolean full = (long) i * MOST >= (reached + 1) * sorted.size();
      boolean ends = i == sorted.size() || sorted.get(i).tokens() > sorted.get(i - 1).tokens();
      if (full && ends) {
        bins.add(bin(sorted.subList(start, i)));
        start = i;
        reached = (long) i * MOST / sorted.size();
      }
    }
    return bins;
  }

  private static LengthBin bin(List<Sized> some) {
    return new LengthBin(
        some.getFirst().tokens(),
        some.getLast().tokens(),
        some.stream().map(Sized::value).toList());
  }

  /** For example {@code 9.1k-14.0k}. */
  public String label() {
    String from = brief(shortest);
    String to = brief(longest);
    return from.equals(to) ? from : from + "-" + to;
  }

  private static String brief(int tokens) {
    return tokens < 1000
        ? Integer.toString(tokens)
        : String.format(Locale.ROOT, "%.1fk", tokens / 1000.0);
  }
}
