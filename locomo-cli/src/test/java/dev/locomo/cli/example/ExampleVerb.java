package dev.locomo.cli.example;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What another verb takes: its settings, its task, and what it prints. */
record ExampleVerb(Invocation call) implements TaskRunner.Report<SortedMap<String, Long>> {
  private static final Setting<Path> DATA =
      Setting.path("example.data-file", "FILE").help("Whose turns are counted.").needed();
  private static final Setting<Integer> LEAST =
      Setting.integer("example.least", "N")
          .help("Characters of a long turn.")
          .byDefault("100")
          .atLeast(1)
          .changesResult();

  static Verb verb() {
    return Verb.named("count-long", "Count the long turns of each conversation.")
        .with(DATA, LEAST, StoreOption.STORE)
        .with(WatchOptions.SETTINGS)
        .argument("DIR", "The run's folder.")
        .does(ExampleVerb::run);
  }

  private static int run(Invocation call) throws InterruptedException {
    int least = call.get(LEAST);
    var data = DatasetReader.read(call.get(DATA));
    var on = new TreeMap<>(Map.of("least", Integer.toString(least), "data_sha256", data.sha256()));
    var spec = new RunSpec("count-long", call.typed(), on, new TreeMap<>());
    return TaskRunner.ofNoModel(call)
        .run(
            new ExampleTask(spec, data.samples(), least),
            () -> Path.of(call.arguments().getFirst()),
            new ExampleVerb(call));
  }

  @Override
  public void print(Finished<SortedMap<String, Long>> finished) {
    call.out().println(finished.result());
  }

  @Override
  public int code(Finished<SortedMap<String, Long>> finished) {
    return ExitCode.OK;
  }
}
