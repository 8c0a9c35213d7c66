package dev.locomo.eval.report;

import dev.locomo.core.text.Csv;
import dev.locomo.eval.report.Renderer.Line;
import dev.locomo.eval.stats.Tally;
import java.util.List;

/** RFC 4180 with a header; means between 0 and 1, all digits, empty where there is none. */
public final class CsvRenderer implements Renderer {
  @Override
  public String render(RunReport report) {
    var csv = new StringBuilder("metric,slice,asked,answered,scored,mean,low,high,method\r\n");
    for (Line line : Renderer.lines(report)) {
      var mean = line.slice().mean();
      var interval = line.slice().interval();
      var cells =
          List.of(
              line.metric(),
              line.name(),
              line.count(Tally::asked),
              line.count(Tally::answered),
              line.count(Tally::scored),
              mean.isPresent() ? Double.toString(mean.getAsDouble()) : "",
              interval == null ? "" : Double.toString(interval.low()),
              interval == null ? "" : Double.toString(interval.high()),
              interval == null ? "" : interval.method());
      csv.append(Csv.row(cells));
    }
    return csv.toString();
  }
}
