package dev.locomo.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The settings of a run. Those that can change a result make up its fingerprint; a run is only ever
 * continued with the same ones.
 *
 * @param task the verb, for example {@code eval-qa}
 * @param command the command line as typed, without passwords
 * @param onResult settings that can change a result, by name, as resolved
 * @param onSpeed settings that change how long it takes, never the answers
 */
public record RunSpec(
    String task,
    List<String> command,
    SortedMap<String, String> onResult,
    SortedMap<String, String> onSpeed) {
  private static final int FORMAT = 1;

  /** With what stands beside it, well below the 255 bytes that file systems allow. */
  private static final int LONGEST_NAME = 150;

  /** In an address, of a database for example; it must not get into a file. */
  private static final Pattern PASSWORD =
      Pattern.compile("(?i)(?<=password=)[^&\\s]+|(?<=://)[^/@\\s]*(?=@)");

  public RunSpec {
    command = command.stream().map(RunSpec::withoutPassword).toList();
    onResult = new TreeMap<>(onResult);
    onSpeed = new TreeMap<>(onSpeed);
  }

  /** A word of a command line with dots for the password that an address in it holds. */
  public static String withoutPassword(String word) {
    return PASSWORD.matcher(word).replaceAll("...");
  }

  /** The same with one more result setting. */
  public RunSpec with(String name, String value) {
    var settings = new TreeMap<>(onResult);
    settings.put(name, value);
    return new RunSpec(task, command, settings, onSpeed);
  }

  /** The same without one of the result settings, if it is there. */
  public RunSpec without(String name) {
    var settings = new TreeMap<>(onResult);
    settings.remove(name);
    return new RunSpec(task, command, settings, onSpeed);
  }

  /** SHA-256 over task and result settings, 64 hex digits. */
  public String fingerprint() {
    var text = new StringBuilder(task);
    onResult.forEach((name, value) -> text.append('\0').append(name).append('\0').append(value));
    return Sha256.of(text.toString());
  }

  /**
   * Where such a run goes when nobody says: a folder in {@code runs} named by task, the first 150
   * characters of the subject, and fingerprint.
   *
   * @param subject what the run is about, for people: a model, a file; any text
   */
  public Path folder(String subject) {
    String name = subject.replaceAll("[^A-Za-z0-9.-]+", "-");
    String start = name.substring(0, Math.min(LONGEST_NAME, name.length()));
    return Path.of("runs", task + "-" + start + "-" + fingerprint().substring(0, 8));
  }

  /**
   * One line for each result setting that is not the same in the other: {@code model: was A, now
   * B}.
   */
  public List<String> differencesTo(RunSpec now) {
    var differences = new ArrayList<String>();
    if (!task.equals(now.task)) {
      differences.add("task: was " + task + ", now " + now.task);
    }
    var names = new TreeSet<>(onResult.keySet());
    names.addAll(now.onResult.keySet());
    for (String name : names) {
      String before = onResult.getOrDefault(name, "(none)");
      String after = now.onResult.getOrDefault(name, "(none)");
      if (!before.equals(after)) {
        differences.add(name + ": was " + before + ", now " + after);
      }
    }
    return differences;
  }

  /** As stored in {@code spec.json}. */
  public String toJson() {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("format", FORMAT).put("task", task).put("fingerprint", fingerprint());
    command.forEach(root.putArray("command")::add);
    ObjectNode result = root.putObject("settings");
    onResult.forEach(result::put);
    ObjectNode speed = root.putObject("speed_settings");
    onSpeed.forEach(speed::put);
    return root.toPrettyString() + "\n";
  }

  /**
   * Reads a {@code spec.json}.
   *
   * @throws DataError when it is not one of a format this version knows
   */
  public static RunSpec read(Path file) {
    JsonNode root = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    if (root.path("format").asInt() != FORMAT) {
      throw new DataError(
          file.toString(),
          "/format",
          "found "
              + root.path("format")
              + "; expected "
              + FORMAT
              + " (written by another version)");
    }
    var command = new ArrayList<String>();
    root.path("command").forEach(word -> command.add(word.asText()));
    return new RunSpec(
        root.path("task").asText(),
        command,
        strings(root.path("settings")),
        strings(root.path("speed_settings")));
  }

  private static SortedMap<String, String> strings(JsonNode object) {
    var map = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      map.put(member.getKey(), member.getValue().asText());
    }
    return map;
  }
}
