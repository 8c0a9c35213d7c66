package dev.locomo.cli;

import dev.locomo.cli.command.setup.ModelUpdate;
import dev.locomo.cli.log.LogSettings;
import dev.locomo.cli.log.Logging;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Interrupts;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.http.Network;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The only entry point and the only {@code System.exit}. */
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    var out = writer(FileDescriptor.out, false);
    var err = writer(FileDescriptor.err, true);
    Interrupts.listen(err);
    int code = run(out, err, System.getenv(), args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs one command.
   *
   * @param out where results go
   * @param err where progress and complaints go
   * @param environment environment variables; {@code LOCOMO_...} are settings
   * @param args as typed
   * @return an exit code, one of {@link dev.locomo.cli.output.ExitCode}
   */
  public static int run(
      PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
    boolean debug = Failures.debugWanted(args);
    try {
      var settings = SettingSources.load(environment, args);
      String authorities = settings.early("--ca-file");
      Network.use(environment, authorities == null ? null : Path.of(authorities));
      var logs = LogSettings.of(settings::early);
      try (var logging = Logging.begin(logs, environment, err, debug)) {
        return run(out, new Failures(logging.notices(), debug), settings, args);
      }
    } catch (RuntimeException | Error e) {
      return new Failures(err, debug).report(e);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static int run(
      PrintWriter out, Failures failures, SettingSources settings, String... args) {
    try {
      ModelCatalog.File.use(ModelUpdate.file(settings.environment()));
      settings.refuseUnknown(() -> Verbs.all().settingNames());
      return Verbs.commandLine(List.of(args))
          .setOut(out)
          .setErr(failures.err())
          .setUsageHelpWidth(80)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setDefaultValueProvider(settings)
          .setParameterExceptionHandler((e, typed) -> failures.usage(e, settings))
          .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e))
          .execute(args);
    } catch (RuntimeException | Error e) {
      return failures.report(e);
    }
  }

  /** Progress and complaints are seen line by line, results in one go. */
  private static PrintWriter writer(FileDescriptor descriptor, boolean flushed) {
    return new PrintWriter(
        new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8),
        flushed,
        StandardCharsets.UTF_8);
  }
}
