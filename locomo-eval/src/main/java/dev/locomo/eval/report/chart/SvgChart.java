package dev.locomo.eval.report.chart;

import dev.locomo.core.text.Html;
import dev.locomo.eval.report.chart.Chart.Point;
import dev.locomo.eval.stats.Interval;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link Chart} as SVG, without a library: the same chart gives the same bytes. Colours
 * come from classes, so that a page can switch to dark; a file brings its own style sheet.
 */
public final class SvgChart {
  private static final int WIDTH = 420;
  private static final int LEFT = 100;
  private static final int RIGHT = 86;
  private static final int BAR_ROW = 36;
  private static final int POINTS_LEFT = 34;
  private static final int POINTS_RIGHT = 10;
  private static final int POINTS_TOP = 24;
  private static final int POINTS_HEIGHT = 180;
  private static final int LEGEND_ROW = 18;
  private static final int LEGEND_LENGTH = 48;
  private static final double LETTER = 6.8;

  /** What tells references apart without colour. */
  private static final List<String> DASHES = List.of("none", "7 3", "2 2", "9 2 2 2", "4 4", "1 4");

  private static final String STYLE =
      """
      <style>
      text{font:12px system-ui,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1d2733}
      .soft{fill:#5c6877;font-size:11px}.grid{stroke:#d9dee5;stroke-width:1}
      .bar{fill:#3b82a6}.whisker{stroke:#1d2733;stroke-width:1.5;fill:none}
      .line{stroke:#3b82a6;stroke-width:2;fill:none}.dot{fill:#3b82a6}
      .ref{stroke-width:2.5}.ref0{stroke:#c2410c}.ref1{stroke:#7c3aed}.ref2{stroke:#15803d}
      .ref3{stroke:#b45309}.ref4{stroke:#be185d}.ref5{stroke:#475569}
      </style>
      """;

  private final Chart chart;
  private final StringBuilder svg = new StringBuilder();
  private final double left;

  private SvgChart(Chart chart) {
    this.chart = chart;
    int longest = chart.points().stream().mapToInt(p -> p.label().length()).max().orElse(0);
    this.left = Math.clamp(longest * LETTER + 14, LEFT, 2 * LEFT);
  }

  /** As a part of a page; its colours are the page's. */
  public static String inline(Chart chart) {
    return new SvgChart(chart).draw("");
  }

  /** As a file of its own. */
  public static String file(Chart chart) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new SvgChart(chart).draw(STYLE);
  }

  private String draw(String style) {
    int height =
        switch (chart.kind()) {
          case BARS -> bars();
          case POINTS -> points();
        };
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, height, Html.escape(description()))
        + style
        + svg
        + "</svg>\n";
  }

  /** The numbers in words, for those who cannot see the picture. */
  private String description() {
    var text = new StringBuilder(chart.title()).append(':');
    for (Point p : chart.points()) {
      text.append(' ').append(p.label()).append(' ').append(Html.percent(p.value())).append(" %");
      if (p.interval() != null) {
        text.append(" (").append(range(p.interval())).append(')');
      }
      text.append(';');
    }
    return text.toString();
  }

  private static String range(Interval interval) {
    return Html.percent(interval.low()) + " to " + Html.percent(interval.high());
  }

  private int bars() {
    int bottom = 8 + BAR_ROW * chart.points().size();
    for (int tick = 0; tick <= 100; tick += 25) {
      line("grid", barX(tick / 100.0), 4, barX(tick / 100.0), bottom);
      soft("middle", barX(tick / 100.0), bottom + 15, tick + (tick == 100 ? " %" : ""));
    }
    for (int i = 0; i < chart.points().size(); i++) {
      bar(chart.points().get(i), i);
    }
    return legend(bottom + 34);
  }

  private void bar(Point point, int row) {
    double top = 8 + BAR_ROW * row;
    double middle = top + BAR_ROW / 2.0 - 3;
    text("end", left - 10, middle + 4, cut(point.label(), (int) ((left - 12) / LETTER)));
    element(
        "<rect class=\"bar\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"20\" rx=\"3\"/>",
        n(left), n(middle - 10), n(Math.max(1, barX(point.value()) - left)));
    if (point.interval() != null) {
      double low = barX(point.interval().low());
      double high = barX(point.interval().high());
      line("whisker", low, middle, high, middle);
      line("whisker", low, middle - 5, low, middle + 5);
      line("whisker", high, middle - 5, high, middle + 5);
    }
    for (int r = 0; r < chart.references().size(); r++) {
      var value = chart.references().get(r).values().get(row);
      if (value.isPresent()) {
        double x = barX(value.getAsDouble());
        line(ref(r), x, middle - 14, x, middle + 14);
      }
    }
    text("start", WIDTH - RIGHT + 10, middle + 1, Html.percent(point.value()) + " %");
    soft("start", WIDTH - RIGHT + 10, middle + 14, "n = " + point.n());
  }

  private double barX(double share) {
    return left + share * (WIDTH - left - RIGHT);
  }

  private int points() {
    double most = most();
    int bottom = POINTS_TOP + POINTS_HEIGHT;
    int step = most > 0.6 ? 20 : most > 0.3 ? 10 : 5;
    for (int tick = 0; tick <= Math.round(100 * most); tick += step) {
      double y = bottom - tick / 100.0 / most * POINTS_HEIGHT;
      line("grid", POINTS_LEFT, y, WIDTH - POINTS_RIGHT, y);
      soft("end", POINTS_LEFT - 6, y + 4, Integer.toString(tick));
    }
    soft("start", 4, 12, "%");
    path(most);
    for (int r = 0; r < chart.references().size(); r++) {
      reference(r, most);
    }
    int rows = 1;
    int every = 1;
    boolean brief = false;
    for (Point p : chart.points()) {
      rows = Math.max(rows, (int) Math.ceil(p.label().length() * LETTER / each()));
      every =
          Math.max(
              every, (int) Math.ceil((Html.percent(p.value()).length() + 1) * LETTER / each()));
      brief |= ("n = " + p.n()).length() * LETTER > each();
    }
    for (int i = 0; i < chart.points().size(); i++) {
      point(chart.points().get(i), i, most, i % every == 0);
      below(i, bottom + 17, rows, brief);
    }
    if (brief) {
      soft("start", 4, bottom + 17 + 15 * rows, "n =");
    }
    soft("middle", WIDTH / 2.0, bottom + 35 + 15 * rows, chart.axis());
    return legend(bottom + 53 + 15 * rows);
  }

  /** What a point stands for, in rows that do not touch, and of how many it is the mean. */
  private void below(int i, int y, int rows, boolean brief) {
    Point point = chart.points().get(i);
    text("middle", pointX(i), y + 15 * (i % rows), point.label());
    soft("middle", pointX(i), y + 15 * rows, (brief ? "" : "n = ") + point.n());
  }

  /** The top of the axis: the highest end of an interval, up to the next ten percent. */
  private double most() {
    double most = 0.1;
    for (Point p : chart.points()) {
      most = Math.max(most, p.interval() == null ? p.value() : p.interval().high());
    }
    for (var reference : chart.references()) {
      for (var value : reference.values()) {
        most = Math.max(most, value.orElse(0));
      }
    }
    return Math.min(1, Math.ceil(most * 10 - 1e-9) / 10);
  }

  /** A line through another system's values; it is broken where there is none. */
  private void reference(int number, double most) {
    var path = new StringBuilder();
    var values = chart.references().get(number).values();
    boolean on = false;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isPresent()) {
        path.append(on ? "L" : "M").append(n(pointX(i))).append(' ');
        path.append(n(pointY(values.get(i).getAsDouble(), most)));
      }
      on = values.get(i).isPresent();
    }
    if (!path.isEmpty()) {
      element("<path class=\"%s\" fill=\"none\" d=\"%s\"/>", ref(number), path);
    }
  }

  private void path(double most) {
    var path = new StringBuilder();
    for (int i = 0; i < chart.points().size(); i++) {
      path.append(i == 0 ? "M" : "L").append(n(pointX(i))).append(' ');
      path.append(n(pointY(chart.points().get(i).value(), most)));
    }
    element("<path class=\"line\" d=\"%s\"/>", path);
  }

  private void point(Point point, int i, double most, boolean said) {
    double x = pointX(i);
    if (point.interval() != null) {
      double low = pointY(point.interval().low(), most);
      double high = pointY(point.interval().high(), most);
      line("whisker", x, low, x, high);
      line("whisker", x - 5, low, x + 5, low);
      line("whisker", x - 5, high, x + 5, high);
    }
    double y = pointY(point.value(), most);
    element("<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"4.5\"/>", n(x), n(y));
    double top = point.interval() == null ? y - 4 : pointY(point.interval().high(), most);
    if (said) {
      text("middle", x, top - 6, Html.percent(point.value()));
    }
  }

  private double each() {
    return (double) (WIDTH - POINTS_LEFT - POINTS_RIGHT) / chart.points().size();
  }

  private double pointX(int i) {
    return POINTS_LEFT + each() * (i + 0.5);
  }

  private static double pointY(double value, double most) {
    return POINTS_TOP + POINTS_HEIGHT - value / most * POINTS_HEIGHT;
  }

  private int legend(int top) {
    int y = top;
    for (int r = 0; r < chart.references().size(); r++) {
      line(ref(r), LEFT - 34, y - 4, LEFT - 2, y - 4);
      soft("start", LEFT + 4, y, cut(chart.references().get(r).name(), LEGEND_LENGTH));
      y += LEGEND_ROW;
    }
    return y;
  }

  private static String ref(int r) {
    return "ref ref%d\" stroke-dasharray=\"%s".formatted(r % 6, DASHES.get(r % 6));
  }

  private static String cut(String name, int most) {
    return name.codePointCount(0, name.length()) <= most
        ? name
        : name.substring(0, name.offsetByCodePoints(0, most - 3)) + "...";
  }

  /** From x, y to x, y. */
  private void line(String cssClass, double... ends) {
    element(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        cssClass, n(ends[0]), n(ends[1]), n(ends[2]), n(ends[3]));
  }

  private void text(String anchor, double x, double y, String text) {
    element(
        "<text class=\"\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        anchor, n(x), n(y), Html.escape(text));
  }

  private void soft(String anchor, double x, double y, String text) {
    element(
        "<text class=\"soft\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        anchor, n(x), n(y), Html.escape(text));
  }

  private void element(String format, Object... values) {
    svg.append(format.formatted(values)).append('\n');
  }

  private static String n(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
