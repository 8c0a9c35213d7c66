package dev.locomo.eval.report.chart;

import dev.locomo.eval.stats.Interval;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A picture of means: what is shown, not how.
 *
 * @param id name of its file and element, for example {@code recall-at-k}
 * @param title one line
 * @param axis what the points stand for
 * @param kind how it is drawn
 * @param points at least one
 * @param references other systems' values for the same points, in the same order
 */
public record Chart(
    String id,
    String title,
    String axis,
    Kind kind,
    List<Point> points,
    List<Reference> references) {
  public Chart {
    points = List.copyOf(points);
    references = List.copyOf(references);
  }

  /** How a chart is drawn. */
  public enum Kind {
    /** A horizontal bar a point: the points are kinds. */
    BARS,
    /** Points from left to right: the points are in an order. */
    POINTS
  }

  /**
   * A mean.
   *
   * @param label what it is of
   * @param value 0 to 1
   * @param interval 95 % interval, or null
   * @param n how many questions it is over
   */
  public record Point(String label, double value, @Nullable Interval interval, int n) {}

  /**
   * Another system.
   *
   * @param name for the legend
   * @param values one a point; empty where it has none
   */
  public record Reference(String name, List<OptionalDouble> values) {
    public Reference {
      values = List.copyOf(values);
    }
  }
}
