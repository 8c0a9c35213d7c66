package dev.locomo.cli.command.data;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.errata.AuditImport;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.Correction.Action;
import dev.locomo.eval.errata.Errata;
import dev.locomo.eval.errata.ErrataFile;
import dev.locomo.eval.errata.ProvableErrata;
import java.nio.file.Path;
import java.util.Map;

/** {@code data errata}: makes overlays that correct a key, for {@code score --errata}. */
final class DataErrata {
  private static final Setting<Path> OUT = Setting.path("data-errata.out", "FILE");
  private static final Setting<Path> FROM = Setting.path("data-errata.from", "DIR").needed();

  private DataErrata() {}

  /** Its declaration. */
  static Verb verb() {
    return Verb.named("errata")
        .verb(
            "derive",
            () ->
                Verb.named("derive")
                    .takes(SampleOptions.DATA_FILE)
                    .with(SampleOptions.DATA_FILE, SampleOptions.PROFILE, OUT, RunOptions.JSON)
                    .does(call -> {
                      Dataset data = Remote.dataset(call);
                      return print(ProvableErrata.of(data), data, call);
                    }))
        .verb(
            "import",
            () ->
                Verb.named("import")
                    .takes(SampleOptions.DATA_FILE)
                    .with(
                        SampleOptions.DATA_FILE, SampleOptions.PROFILE, OUT, FROM, RunOptions.JSON)
                    .does(call -> {
                      Dataset data = Remote.dataset(call);
                      return print(new AuditImport(data, call.get(FROM)).read(), data, call);
                    }));
  }

  private static int print(Errata errata, Dataset data, Invocation call) {
    Path out = call.settings().orNull(OUT);
    var key = new CorrectedKey(data, errata);
    if (out == null) {
      call.out().print(ErrataFile.write(errata));
      return ExitCode.OK;
    }
    AtomicFile.writeText(out, ErrataFile.write(errata));
    var ceiling = key.ceiling(data.questions());
    call.done(
        "%s: %s; the gold of %d of %d questions is wrong"
            .formatted(out, errata.counts(), ceiling.broken(), ceiling.asked()),
        Map.of(
            "file",
            out.toString(),
            "replace",
            errata.count(Action.REPLACE),
            "void",
            errata.count(Action.VOID),
            "evidence",
            errata.count(Action.EVIDENCE),
            "broken",
            ceiling.broken(),
            "asked",
            ceiling.asked()));
    return ExitCode.OK;
  }
}
