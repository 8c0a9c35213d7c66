package dev.locomo.eval.score;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import dev.locomo.eval.stats.Wilson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One metric over all questions: by category, over categories 1 to 4 (what most harnesses call
 * overall), and over 1 to 5 (what the paper calls overall). Micro means weigh every question the
 * same, macro means every category.
 *
 * @param metric the metric
 * @param byCategory only categories that were asked, in the order of their numbers
 * @param answerable categories 1 to 4, micro
 * @param overall categories 1 to 5, micro
 * @param macroAnswerable mean of the means of categories 1 to 4
 * @param macro mean of the means of categories 1 to 5
 * @param conversations how many conversations the questions are of
 */
public record Summary(
    Metric metric,
    Map<Category, Slice> byCategory,
    Slice answerable,
    Slice overall,
    Macro macroAnswerable,
    Macro macro,
    long conversations) {

  /**
   * A set of questions.
   *
   * @param tally its denominators and mean
   * @param interval 95 % interval of the mean; null when nothing was scored
   */
  public record Slice(Tally tally, @Nullable Interval interval) {}

  /**
   * A mean of means.
   *
   * @param mean empty when nothing was scored
   * @param interval 95 % interval; null when nothing was scored
   */
  public record Macro(OptionalDouble mean, @Nullable Interval interval) {}

  private static final double LEVEL = 0.95;

  /**
   * Summarizes one metric. Where every score is 0 or 1, categories have Wilson intervals and totals
   * the wider of Wilson's, which takes all questions as independent, and the bootstrap over
   * conversations, which few conversations make too narrow. All else has the bootstrap.
   *
   * @param rows every question asked; may be empty
   */
  public static Summary of(Metric metric, List<Row> rows) {
    var byCategory = new EnumMap<Category, Slice>(Category.class);
    for (Category category : Category.values()) {
      var some = filter(rows, c -> c == category);
      if (!some.isEmpty()) {
        byCategory.put(category, category(metric, some));
      }
    }
    var answerable = filter(rows, c -> c != Category.ADVERSARIAL);
    return new Summary(
        metric,
        byCategory,
        total(metric, answerable),
        total(metric, rows),
        macro(answerable),
        macro(rows),
        rows.stream().map(row -> row.question().id().sample()).distinct().count());
  }

  private static List<Row> filter(List<Row> rows, Predicate<Category> wanted) {
    return rows.stream().filter(r -> wanted.test(r.question().category())).toList();
  }

  private static Slice category(Metric metric, List<Row> rows) {
    Tally tally = tally(rows);
    return new Slice(tally, metric.binary() ? wilson(tally) : bootstrap(rows));
  }

  private static Slice total(Metric metric, List<Row> rows) {
    Tally tally = tally(rows);
    @Nullable Interval resampled = bootstrap(rows);
    @Nullable Interval independent = metric.binary() ? wilson(tally) : null;
    boolean wider =
        independent != null && resampled != null && independent.width() > resampled.width();
    return new Slice(tally, wider ? independent : resampled);
  }

  private static Tally tally(List<Row> rows) {
    Tally tally = Tally.NONE;
    for (Row row : rows) {
      tally = tally.plus(row.answered(), row.score());
    }
    return tally;
  }

  private static @Nullable Interval wilson(Tally tally) {
    return Wilson.interval((int) tally.sum(), tally.scored(), LEVEL).orElse(null);
  }

  private static @Nullable Interval bootstrap(List<Row> rows) {
    return ClusterBootstrap.STANDARD.micro(values(rows)).orElse(null);
  }

  private static Macro macro(List<Row> rows) {
    var tallies = new EnumMap<Category, Tally>(Category.class);
    for (Row row : rows) {
      tallies.merge(
          row.question().category(),
          Tally.NONE.plus(row.answered(), row.score()),
          (one, other) -> one.plus(other));
    }
    return new Macro(
        Tally.macro(tallies.values()), ClusterBootstrap.STANDARD.macro(values(rows)).orElse(null));
  }

  private static List<Clustered> values(List<Row> rows) {
    var values = new ArrayList<Clustered>();
    for (Row row : rows) {
      if (row.score() instanceof Score.Scored scored) {
        var question = row.question();
        values.add(
            new Clustered(question.id().sample(), question.category().label(), scored.value()));
      }
    }
    return values;
  }
}
