package dev.locomo.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.locomo.cli.log.EventLayout.Form;
import dev.locomo.cli.log.LogSettings.Format;
import dev.locomo.core.keys.Masking;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Logging of one command. Where nobody asks for it, the logging library is not loaded before some
 * other library logs.
 */
public final class Logging implements AutoCloseable {
  /** Made when the logging library is loaded. */
  private static volatile @Nullable Supplier<List<EventAppender>> wanted;

  private static volatile boolean loaded;
  private static volatile LogSettings current = new LogSettings(null, null, null);

  private final Notices notices;
  private final @Nullable Writer file;

  private Logging(Notices notices, @Nullable Writer file) {
    this.notices = notices;
    this.file = file;
  }

  /**
   * Begins.
   *
   * @param environment whose secrets are masked
   * @param err where lines for people and events go
   * @param debug whether the stacks of exceptions are logged
   * @throws dev.locomo.core.error.UserError when the log file cannot be written
   */
  public static Logging begin(
      LogSettings settings, Map<String, String> environment, PrintWriter err, boolean debug) {
    RunId.renew();
    Masking.secretsOf(environment);
    current = settings;
    Writer file = settings.file() == null ? null : open(settings.file());
    wanted = () -> targets(settings, err, file, debug);
    if (loaded) {
      LogbackSetup.apply((LoggerContext) LoggerFactory.getILoggerFactory(), appenders());
    }
    boolean logged = settings.format() != null || file != null;
    var notices =
        new Notices(
            settings.format() == null ? err : null,
            logged ? LoggerFactory.getLogger(Notices.LOGGER) : null);
    return new Logging(notices, file);
  }

  private static Writer open(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new FileSystemException(file.toString(), null, "is no file that can be added to");
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.newBufferedWriter(
          file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  private static List<EventAppender> targets(
      LogSettings settings, PrintWriter err, @Nullable Writer file, boolean debug) {
    Level least = Level.valueOf(settings.least().name());
    boolean stacks = debug || Level.DEBUG.isGreaterOrEqual(least);
    Form form = settings.format() == Format.JSON ? Form.JSON : Form.TEXT;
    var targets = new ArrayList<EventAppender>();
    if (file != null) {
      targets.add(new EventAppender(file, new EventLayout(form, stacks), least));
    }
    // A log file does not make stderr talk more.
    boolean quiet = settings.format() == null && settings.level() == null;
    targets.add(
        new EventAppender(
            err,
            new EventLayout(settings.format() == null ? Form.BRIEF : form, stacks),
            quiet ? Level.WARN : least));
    return targets;
  }

  /** What is to be written to; asked when the logging library is loaded. */
  static List<EventAppender> appenders() {
    loaded = true;
    Supplier<List<EventAppender>> of = wanted;
    return of == null ? List.of() : of.get();
  }

  /** Whether stderr has events and nothing else, so that no bar may be drawn there. */
  public static boolean structured() {
    return current.format() != null;
  }

  /** Whether anybody asked for more than the usual lines. */
  public static boolean wanted() {
    return !current.isUsual();
  }

  /** What commands say besides their results goes here. */
  public PrintWriter notices() {
    return notices;
  }

  @Override
  public void close() {
    notices.flush();
    wanted = null;
    if (loaded) {
      LogbackSetup.apply((LoggerContext) LoggerFactory.getILoggerFactory(), appenders());
    }
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // Each event was flushed; there is nothing left in it.
      }
    }
  }
}
