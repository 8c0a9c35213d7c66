package dev.locomo.cli.command.data;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.json.DatasetCheck;
import dev.locomo.core.dataset.text.DataText;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.settings.Setting;

/** {@code data check}: what is wrong or odd in a LoCoMo-shaped file. */
final class DataCheck {
  private static final Setting<Boolean> ALL = Setting.flag("data-check.all-places").alias("all");
  private static final int SHOWN = 5;

  private final Invocation call;
  private final boolean all;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("check")
        .takes(SampleOptions.DATA_FILE)
        .with(SampleOptions.DATA_FILE, SampleOptions.PROFILE, ALL, RunOptions.JSON)
        .does(call -> new DataCheck(call).run());
  }

  private DataCheck(Invocation call) {
    this.call = call;
    all = call.settings().is(ALL);
    json = call.settings().is(RunOptions.JSON);
  }

  private int run() {
    CheckReport report =
        DatasetCheck.check(
            Remote.file(call, call.get(SampleOptions.DATA_FILE)),
            call.settings().orNull(SampleOptions.PROFILE));
    var out = call.out();
    if (json) {
      out.println(DataText.json(report));
    } else {
      out.print(DataText.of(report, all ? Integer.MAX_VALUE : SHOWN));
    }
    return report.usable() ? ExitCode.OK : ExitCode.DATA;
  }
}
