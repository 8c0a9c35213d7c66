package dev.locomo.cli.command.data;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Dataset.SampleStatistics;
import dev.locomo.core.dataset.text.DataText;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.Wrapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code data stats}: how much of everything a data set has. */
final class DataStats {
  private static final int WIDTH = 80;

  private final Invocation call;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("stats")
        .takes(SampleOptions.DATA_FILE)
        .with(SampleOptions.DATA_FILE, SampleOptions.PROFILE, RunOptions.JSON)
        .does(call -> new DataStats(call).run());
  }

  private DataStats(Invocation call) {
    this.call = call;
    json = call.settings().is(RunOptions.JSON);
  }

  private int run() {
    Dataset data = Remote.dataset(call);
    var statistics = data.statistics();
    var out = call.out();
    if (json) {
      out.println(DataText.json(data, statistics));
    } else {
      out.print(table(statistics, data.profile()).fit(WIDTH));
      out.println();
      Wrapping.lines(legend(data.profile()), WIDTH).forEach(out::println);
    }
    return ExitCode.OK;
  }

  private static String legend(BenchmarkProfile profile) {
    String categories =
        profile.categories().stream()
            .map(c -> "c" + c.number() + ": " + c.label())
            .collect(Collectors.joining("; "));
    return "sess: sessions; dates: their dates, those without session included; capt: turns with a"
        + " caption; qa: questions; "
        + categories
        + "; obs: observations";
  }

  private static TextTable table(Dataset.Statistics statistics, BenchmarkProfile profile) {
    var columns = new ArrayList<>(List.of("sample", "~speakers", ">sess", ">dates", ">turns"));
    columns.addAll(List.of(">capt", ">qa"));
    profile.categories().forEach(c -> columns.add(">c" + c.number()));
    columns.add(">obs");
    var table = TextTable.of(columns.toArray(String[]::new));
    statistics
        .samples()
        .forEach(s -> table.row(cells(s, s.speakerA() + ", " + s.speakerB(), profile)));
    return table.rule().row(cells(statistics.all(), "", profile));
  }

  private static Object[] cells(SampleStatistics s, String speakers, BenchmarkProfile profile) {
    var cells =
        new ArrayList<Object>(
            List.of(
                s.id(), speakers, s.sessions(), s.dates(), s.turns(), s.captions(), s.questions()));
    profile.categories().forEach(c -> cells.add(s.byCategory().getOrDefault(c, 0)));
    cells.add(s.observations());
    return cells.toArray();
  }
}
