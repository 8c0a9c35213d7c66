package dev.locomo.cli.command;

import dev.locomo.cli.output.DataJson;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.TextTable;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.cli.output.Wrapping;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.DatasetStatistics;
import dev.locomo.core.dataset.SampleStatistics;
import dev.locomo.core.dataset.json.DatasetReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code data stats}: how much of everything a data set has. */
@Command(name = "stats", description = "Count sessions, turns and questions of a data set.")
final class DataStatsCommand implements Callable<Integer> {
  private static final int WIDTH = 80;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataFile dataFile = new DataFile();

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Data set to count.")
  private @Nullable Path file;

  @Option(names = "--json", description = "One JSON document instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    Dataset data = DatasetReader.read(Remote.file(spec, dataFile.or(file)));
    var statistics = DatasetStatistics.of(data);
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(DataJson.of(data, statistics));
    } else {
      out.print(table(statistics).fit(WIDTH));
      out.println();
      Wrapping.lines(legend(), WIDTH).forEach(out::println);
    }
    return ExitCode.OK;
  }

  private static String legend() {
    String categories =
        Arrays.stream(Category.values())
            .map(c -> "c" + c.number() + ": " + c.label())
            .collect(Collectors.joining("; "));
    return "sess: sessions; dates: their dates, those without session included; capt: turns with a"
        + " caption; qa: questions; "
        + categories
        + "; obs: observations";
  }

  private static TextTable table(DatasetStatistics statistics) {
    var table =
        new TextTable(
            Column.left("sample"),
            Column.wrapped("speakers"),
            Column.right("sess"),
            Column.right("dates"),
            Column.right("turns"),
            Column.right("capt"),
            Column.right("qa"),
            Column.right("c1"),
            Column.right("c2"),
            Column.right("c3"),
            Column.right("c4"),
            Column.right("c5"),
            Column.right("obs"));
    statistics.samples().forEach(s -> table.row(cells(s, s.speakerA() + ", " + s.speakerB())));
    return table.rule().row(cells(statistics.all(), ""));
  }

  private static Object[] cells(SampleStatistics s, String speakers) {
    var cells =
        new ArrayList<Object>(
            List.of(
                s.id(), speakers, s.sessions(), s.dates(), s.turns(), s.captions(), s.questions()));
    cells.addAll(s.byCategory().values());
    cells.add(s.observations());
    return cells.toArray();
  }
}
