package dev.locomo.eval.report;

import dev.locomo.core.text.Csv;
import dev.locomo.eval.loss.LossTable;
import dev.locomo.eval.report.Renderer.Line;
import dev.locomo.eval.stats.Tally;
import java.util.List;

/**
 * RFC 4180 with a header; means between 0 and 1, all digits, empty where there is none. What was
 * lost to a cause is a mean as well, of the points that it took.
 */
public final class CsvRenderer implements Renderer {
  @Override
  public String render(RunReport report) {
    var csv = new StringBuilder("metric,slice,asked,answered,scored,mean,low,high,method\r\n");
    for (Line line : Renderer.lines(report)) {
      var mean = line.slice().mean();
      var interval = line.slice().interval();
      var cells =
          List.of(
              line.of().metric(),
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
    for (LossTable losses : report.losses()) {
      losses
          .columns()
          .forEach((name, column) ->
              column
                  .causes()
                  .forEach((cause, lost) -> {
                    String metric = losses.metric() + " lost: " + cause.label();
                    String mean = Double.toString(lost / column.scored());
                    String scored = Integer.toString(column.scored());
                    csv.append(Csv.row(List.of(metric, name, "", "", scored, mean, "", "", "")));
                  }));
    }
    return csv.toString();
  }
}
