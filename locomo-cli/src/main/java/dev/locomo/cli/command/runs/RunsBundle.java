package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.bundle.Bundle;
import dev.locomo.eval.bundle.Verification;
import java.nio.file.Path;
import java.util.Map;

/** {@code runs bundle} and {@code runs verify}: a run for publication, and its proof. */
final class RunsBundle {
  private static final Setting<Path> RUN = Setting.path("runs-bundle.run", "DIR").needed();
  private static final Setting<Path> PLACE = Setting.path("runs-verify.run", "PATH").needed();
  private static final Setting<Path> OUT = Setting.path("runs-bundle.out", "FILE");
  private static final Setting<Path> DATA_FILE = Setting.path("runs-verify.data-file", "FILE");

  private RunsBundle() {}

  /** The declaration of {@code bundle}. */
  static Verb bundle() {
    return Verb.named("bundle").takes(RUN).with(RUN, OUT, RunOptions.JSON).does(RunsBundle::write);
  }

  /** The declaration of {@code verify}. */
  static Verb verify() {
    return Verb.named("verify")
        .takes(PLACE)
        .with(PLACE, DATA_FILE, RunOptions.JSON)
        .does(RunsBundle::prove);
  }

  private static int write(Invocation call) {
    Path run = call.get(RUN).toAbsolutePath().normalize();
    Path named = call.settings().orNull(OUT);
    Path file = named == null ? Path.of(run.getFileName() + ".zip") : named;
    var bundle = Bundle.of(run, Keys.secrets(call.environment(), Path.of(".env")));
    bundle.write(file);
    int files = bundle.files().size();
    call.done(
        file + ": " + Printable.counted(files, "file") + ", bundle " + bundle.digest(),
        Map.of("file", file.toString(), "files", files, "bundle", bundle.digest()));
    return ExitCode.OK;
  }

  private static int prove(Invocation call) throws InterruptedException {
    Path place = call.get(PLACE);
    var found = Verification.of(place, call.settings().orNull(DATA_FILE));
    if (call.is(RunOptions.JSON)) {
      call.done("", Map.of("checked", found.lines(), "wrong", found.wrong()));
    } else {
      found.lines().stream().map(Printable::line).forEach(call.out()::println);
    }
    return found.wrong().isEmpty() ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
  }
}
