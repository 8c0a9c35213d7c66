package dev.locomo.cli;

import dev.locomo.cli.command.setup.ModelUpdate;
import dev.locomo.cli.log.LogSettings;
import dev.locomo.cli.log.Logging;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Interrupts;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.verb.VerbLine;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.http.Network;
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
    var results = new Written(new FileOutputStream(FileDescriptor.out));
    var out = new PrintWriter(results, false, StandardCharsets.UTF_8);
    var err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Interrupts.listen(err);
    int code = run(out, err, System.getenv(), args);
    out.flush();
    if (results.failure != null && code == ExitCode.OK) {
      err.println("error: results could not be written (" + results.failure + ")");
      code = ExitCode.USAGE;
    }
    err.flush();
    System.exit(code);
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
   * @param out where results go
   * @param err where progress and complaints go
   * @param environment environment variables; {@code LOCOMO_...} are settings
   * @param args as typed
   * @return an exit code, one of {@link dev.locomo.cli.output.ExitCode}
   */
  public static int run(
      PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
    if (args.length > 0 && args[0].equals("help")) {
      var asked = new ArrayList<>(List.of(args).subList(1, args.length));
      asked.add("--help");
      return run(out, err, environment, asked.toArray(String[]::new));
    }
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
      String[] asked =
          Arrays.stream(args)
              .map(word -> word.equals(VerbLine.HELP_ALL) ? "--help" : word)
              .toArray(String[]::new);
      return Verbs.commandLine(List.of(args))
          .setOut(out)
          .setErr(failures.err())
          .setDefaultValueProvider(settings)
          .setParameterExceptionHandler((e, typed) -> failures.usage(e, settings))
          .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e))
          .execute(asked);
    } catch (RuntimeException | Error e) {
      return failures.report(e);
    }
  }
}
