package dev.locomo.core.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.keys.Keys;
import dev.locomo.core.text.Printable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that runs beside us and ends with us, together with all that it has started: when it is
 * closed, when this process ends, and, where the system has {@code sh}, {@code setsid} and {@code
 * /proc}, also when this process is killed. Ctrl-C in a terminal reaches us alone.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static final int LOG_END = 1 << 14;
  private static final int LONGEST_LINE = 300;

  /** 128 and the signal's number, as shells and Java have it. */
  private static final int KILLED = 137;

  private static final Duration GONE = Duration.ofSeconds(2);

  /**
   * Starts the arguments as a session of their own, hands SIGTERM on to them, ends them when the
   * parent changes (for then we are gone), and takes their whole group along at their end.
   */
  private static final String GUARD =
      """
      trap '' INT HUP
      exec 3<&0
      setsid "$@" <&3 3<&- &
      child=$!
      trap 'kill $child' TERM
      exec 3<&- </dev/null
      (
        while read -r _ _ _ parent _ </proc/$$/stat && [ "$parent" = $PPID ]; do sleep 1; done
        kill $child
        sleep 3
        kill -9 -$child
      ) >/dev/null 2>&1 &
      guard=$!
      while wait $child; code=$?; kill -0 $child 2>/dev/null; do :; done
      kill -9 -$child $guard 2>/dev/null
      exit $code
      """;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::kill)));
  }

  /**
   * What is started.
   *
   * @param command program and arguments
   * @param environment variables besides ours; ours without those that hold keys
   * @param folder where it is started; a program with a slash in its name counts from there
   * @param log where its stderr goes, after what is there
   * @param logged whether its stdout goes there as well
   */
  public record Start(
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Path log,
      boolean logged) {}

  private final Path log;
  private final Process process;

  /**
   * Starts it.
   *
   * @throws IOException when the program is not there or the log cannot be written
   */
  public ChildProcess(Start start) throws IOException {
    log = start.log;
    Files.createDirectories(log.toAbsolutePath().getParent());
    var command = new ArrayList<>(start.command);
    command.set(
        0,
        program(command.getFirst(), start.folder)
            .orElseThrow(() -> new IOException("no program " + command.getFirst() + " is there")));
    if (guarded()) {
      command.addAll(0, List.of("sh", "-c", GUARD, "sh"));
    }
    var builder = new ProcessBuilder(command).directory(start.folder.toFile());
    builder.redirectError(Redirect.appendTo(log.toFile()));
    if (start.logged) {
      builder.redirectOutput(Redirect.appendTo(log.toFile()));
    }
    var environment = builder.environment();
    environment.keySet().removeIf(Keys::namesSecret);
    environment.putAll(start.environment);
    process = builder.start();
    RUNNING.add(process);
  }

  private static boolean guarded() {
    return onPath("sh").isPresent()
        && onPath("setsid").isPresent()
        && Files.isReadable(Path.of("/proc/self/stat"));
  }

  /**
   * Where a program is: of a name, in the folders of {@code PATH}; of a path, there; empty when
   * nothing is there that can be started.
   *
   * @param folder that a relative path counts from
   */
  public static Optional<String> program(String name, Path folder) {
    if (name.indexOf('/') < 0 && name.indexOf(File.separatorChar) < 0) {
      return onPath(name);
    }
    return isProgram(folder.resolve(name)) ? Optional.of(name) : Optional.empty();
  }

  private static Optional<String> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(folder -> Stream.of(name, name + ".exe").map(file -> Path.of(folder, file)))
        .filter(ChildProcess::isProgram)
        .map(Path::toString)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Its standard input. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Its standard output; empty where that is logged. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Whether it has ended, or does within a moment, for which this waits. */
  public boolean hasEnded() {
    try {
      return process.waitFor(GONE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  /** How it ended, in words; waits as {@link #hasEnded} does. */
  public String ending() {
    if (!hasEnded()) {
      return "its output";
    }
    int code = process.exitValue();
    return switch (code) {
      case KILLED -> "by signal 9 (killed, as systems do when memory runs out)";
      default -> "with exit code " + code;
    };
  }

  /** The last lines of its log that are not blank, fit for a terminal; fewer where it has fewer. */
  public List<String> lastWords(int lines) {
    try (var end = new RandomAccessFile(log.toFile(), "r")) {
      end.seek(Math.max(0, end.length() - LOG_END));
      var bytes = new byte[(int) Math.min(LOG_END, end.length())];
      end.readFully(bytes);
      var all = new String(bytes, UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
          .map(line -> line.substring(0, Math.min(LONGEST_LINE, line.length())))
          .map(Printable::line)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Asks it to end, by SIGTERM, and closes it. */
  public void stop(Duration most) {
    process.destroy();
    end(most);
  }

  /** Closes its input and waits a moment; what has not ended then is killed. */
  @Override
  public void close() {
    end(GONE);
  }

  private void end(Duration most) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
      }
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(process);
  }

  /** First what it started: the guard takes along what has lost its parent, and ends by itself. */
  private static void kill(Process process) {
    process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(GONE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
