package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.services.store.RunIndex;
import dev.locomo.services.store.Store;
import dev.locomo.services.store.text.RunsText;

/** {@code runs show}: one run of the store. */
final class RunsShow {
  private final Invocation call;
  private final String run;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("show")
        .argument("RUN", "Its id or the beginning of it, the name of its folder, or the folder.")
        .with(WhichStore.STORE, RunOptions.JSON)
        .does(call -> new RunsShow(call).run());
  }

  private RunsShow(Invocation call) {
    this.call = call;
    json = call.settings().is(RunOptions.JSON);
    run = call.arguments().get(0);
  }

  private int run() {
    try (Store store = WhichStore.open(call)) {
      var index = new RunIndex(store);
      var found = index.find(run, "");
      new RunsText(call.out(), "").one(index, found, json);
    }
    return ExitCode.OK;
  }
}
