package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.services.store.Query;
import dev.locomo.services.store.text.RowsText;

/** {@code runs query}: reads the store in SQL. */
final class RunsQuery {
  private static final Setting<RowsText.Format> FORMAT =
      Setting.choice("runs-query.format", "NAME", RowsText.Format.class).byDefault("TABLE");

  private final Invocation call;
  private final String sql;
  private final RowsText.Format format;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("query")
        .argument("SQL", "One SELECT; docs/stores.md has the tables.")
        .with(WhichStore.STORE, FORMAT, RunOptions.JSON)
        .does(call -> new RunsQuery(call).run());
  }

  private RunsQuery(Invocation call) {
    this.call = call;
    format = call.is(RunOptions.JSON) ? RowsText.Format.JSON : call.settings().get(FORMAT);
    sql = call.arguments().get(0);
  }

  private int run() {
    WhichStore.open(call).close(); // made, brought up to date, or refused
    try (var rows = RowsText.of(format, call.out())) {
      Query.run(WhichStore.address(call), sql, rows);
    }
    return ExitCode.OK;
  }
}
