package dev.locomo.cli.example;

import dev.locomo.eval.report.Renderer;
import dev.locomo.eval.report.RunReport;
import java.util.stream.Collectors;

/** What another form of a report takes: a line a mean, its name and how many it is over. */
final class ExampleRenderer implements Renderer {
  @Override
  public String render(RunReport report) {
    return Renderer.lines(report).stream()
        .map(line -> line.of().metric() + " " + line.name() + " " + line.slice().asked() + "\n")
        .collect(Collectors.joining());
  }
}
