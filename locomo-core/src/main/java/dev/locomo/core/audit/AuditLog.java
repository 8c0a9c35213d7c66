package dev.locomo.core.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.keys.Masking;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A file that gets a line of JSON for each command when it has ended: who, when, the command line
 * with keys masked, the files and runs that it names with their hashes, and the names of the keys
 * that it could use, never one of them.
 */
public final class AuditLog {
  /** What names data, however it was set. */
  private static final List<String> NAMING = List.of("--data-file", "--run", "--predictions");

  private final @Nullable Path file;
  private final Map<String, String> environment;
  private final List<String> words;
  private final TreeSet<String> named = new TreeSet<>();
  private final Instant begun = Instant.now();

  private AuditLog(@Nullable Path file, Map<String, String> environment, List<String> words) {
    this.file = file;
    this.environment = environment;
    this.words = words;
  }

  /**
   * Begins to watch a command.
   *
   * @param setting the value of an option, typed or set; null when it has none
   * @param words the command line without the program's name
   * @throws dev.locomo.core.error.UserError when there is to be a log and it cannot be written
   */
  public static AuditLog begin(
      UnaryOperator<@Nullable String> setting,
      Map<String, String> environment,
      List<String> words) {
    String wanted = setting.apply("--audit-log");
    var log = new AuditLog(wanted == null ? null : Path.of(wanted), environment, words);
    if (log.file != null) {
      append(log.file, "");
      log.name(words);
      for (String option : NAMING) {
        String value = setting.apply(option);
        if (value != null) {
          log.named.add(value);
        }
      }
      log.named.removeIf(name -> name.equals(wanted) || name.equals(setting.apply("--log-file")));
    }
    return log;
  }

  /** What the words may name; a file that holds a secret gets no hash. */
  private void name(List<String> typed) {
    String before = "";
    for (String word : typed) {
      int value = word.startsWith("--") ? word.indexOf('=') + 1 : 0;
      String option = value > 0 ? word.substring(0, value - 1) : before;
      if (!Keys.namesSecret(option.toUpperCase(Locale.ROOT).replace('-', '_'))) {
        named.add(word.substring(value));
      }
      before = word;
    }
  }

  /**
   * The command has ended.
   *
   * @throws dev.locomo.core.error.UserError when the log cannot be written
   */
  public void end(int exitCode) {
    if (file == null) {
      return;
    }
    ObjectNode line = JsonFiles.MAPPER.createObjectNode().put("time", begun.toString());
    line.put("seconds", Duration.between(begun, Instant.now()).toMillis() / 1000.0);
    line.put("user", System.getProperty("user.name", "")).put("host", host());
    line.put("pid", ProcessHandle.current().pid());
    line.put("folder", Path.of("").toAbsolutePath().toString());
    line.put("program", Version.program());
    ArrayNode command = line.putArray("command").add("locomo");
    words.forEach(word -> command.add(Masking.mask(word)));
    line.put("exit_code", exitCode);
    ArrayNode data = line.putArray("data");
    named.forEach(name -> describe(name, data));
    ArrayNode keys = line.putArray("keys");
    Keys.names(environment, Path.of(".env")).forEach(keys::add);
    append(file, line + "\n");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** A file by its hash, a run by what its manifest says; other words name neither. */
  private static void describe(String name, ArrayNode data) {
    try {
      Path path = Path.of(name);
      Path manifest = path.resolve(RunFolder.MANIFEST);
      if (Files.isRegularFile(path)) {
        data.addObject().put("file", Masking.mask(name)).put("sha256", Sha256.of(path));
      } else if (Files.isRegularFile(manifest)) {
        ObjectNode run = data.addObject().put("run", Masking.mask(name));
        ObjectNode said = Manifest.read(manifest);
        for (String member : List.of("run_id", "data_file", "data_sha256")) {
          if (said.has(member)) {
            run.set(member, said.get(member));
          }
        }
      }
    } catch (InvalidPathException e) {
      // No path, no file.
    } catch (DataError e) {
      data.addObject().put("file", Masking.mask(name)).put("problem", e.problem());
    }
  }

  /** Lines of several processes stay whole. */
  private static void append(Path file, String text) {
    try (var channel =
            UserFile.channel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        var _ = channel.lock()) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }
}
