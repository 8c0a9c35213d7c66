package dev.locomo.cli;

import dev.locomo.cli.command.setup.ModelUpdate;
import dev.locomo.cli.log.LogSettings;
import dev.locomo.cli.log.Logging;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Interrupts;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.verb.VerbLine;
import dev.locomo.core.audit.AuditLog;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The only entry point and the only {@code System.exit}. */
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    var err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Interrupts.listen(err);
    System.exit(run(new FileOutputStream(FileDescriptor.out), err, System.getenv(), args));
  }

  /** Runs one command, as below; results that could not be written are a failure. */
  public static int run(
      OutputStream results, PrintWriter err, Map<String, String> environment, String... args) {
    var written = new Written(results);
    var out = new PrintWriter(written, false, StandardCharsets.UTF_8);
    int code = run(out, err, environment, args);
    if (written.failure != null) {
      err.println("error: results could not be written (" + written.failure + ")");
      code = code == ExitCode.OK ? ExitCode.USAGE : code;
    }
    err.flush();
    return code;
  }

  /** Remembers that something could not be written; a reader that has enough is no failure. */
  private static final class Written extends FilterOutputStream {
    private @Nullable String failure;

    private Written(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        boolean enough = "Broken pipe".equals(e.getMessage());
        failure = enough ? failure : Objects.toString(e.getMessage(), "unknown reason");
        throw e;
      }
    }
  }

  /**
   * Runs one command.
   *
   * @param results where they go
   * @param complaints where these and progress go
   * @param environment environment variables; {@code LOCOMO_...} are settings
   * @param args as typed
   * @return an exit code, one of {@link dev.locomo.cli.output.ExitCode}
   */
  public static int run(
      PrintWriter results,
      PrintWriter complaints,
      Map<String, String> environment,
      String... args) {
    if (args.length > 0 && args[0].equals("help")) {
      var asked = new ArrayList<>(List.of(args).subList(1, args.length));
      asked.add("--help");
      return run(results, complaints, environment, asked.toArray(String[]::new));
    }
    Printable.plainNumbers();
    var out = Printable.printer(results, false);
    var err = Printable.printer(complaints, true);
    boolean debug = Failures.debugWanted(args);
    try {
      var settings = SettingSources.load(environment, args);
      String authorities = settings.early("--ca-file");
      Network.use(environment, authorities == null ? null : Path.of(authorities));
      var logs = LogSettings.of(settings::early);
      try (var logging = Logging.begin(logs, environment, err, debug)) {
        var audit = AuditLog.begin(settings::early, environment, List.of(args));
        int code = run(out, new Failures(logging.notices(), debug), settings, args);
        audit.end(code);
        return code;
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
      String[] asked =
          Arrays.stream(args)
              .map(word -> word.equals(VerbLine.HELP_ALL) ? "--help" : word)
              .toArray(String[]::new);
      return Verbs.commandLine(List.of(args))
          .setOut(out)
          .setErr(failures.err())
          .setDefaultValueProvider(settings)
          .setParameterExceptionHandler((e, typed) -> failures.usage(e, settings, Verbs.all()))
          .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e))
          .execute(asked);
    } catch (RuntimeException | Error e) {
      return failures.report(e);
    }
  }
}
