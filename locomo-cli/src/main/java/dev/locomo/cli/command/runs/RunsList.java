package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.services.store.RunIndex;
import dev.locomo.services.store.Store;
import dev.locomo.services.store.text.RunsText;
import org.jspecify.annotations.Nullable;

/** {@code runs list}: the runs in the store. */
final class RunsList {
  private static final Setting<String> MODEL =
      Setting.text("runs-list.model-name", "NAME").alias("model");
  private static final Setting<String> TASK = Setting.text("runs-list.task", "VERB");
  private static final Setting<String> METRIC =
      Setting.text("runs-list.metric", "NAME").byDefault("token-f1");

  private final Invocation call;
  private final @Nullable String model;
  private final @Nullable String task;
  private final String metric;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("list")
        .with(WhichStore.STORE, MODEL, TASK, METRIC, RunOptions.JSON)
        .does(call -> new RunsList(call).run());
  }

  private RunsList(Invocation call) {
    this.call = call;
    model = call.settings().orNull(MODEL);
    task = call.settings().orNull(TASK);
    metric = call.settings().get(METRIC);
    json = call.settings().is(RunOptions.JSON);
  }

  private int run() {
    try (Store store = WhichStore.open(call)) {
      var runs = new RunIndex(store).list(new RunIndex.Filter(model, task, metric));
      var output = new RunsText(call.out(), metric);
      if (json) {
        output.json(runs);
      } else {
        output.table(runs);
      }
    }
    return ExitCode.OK;
  }
}
