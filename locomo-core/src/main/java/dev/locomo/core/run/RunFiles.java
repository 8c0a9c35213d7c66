package dev.locomo.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a run with their hashes, as a list that goes with them where a run is kept
 * elsewhere: {@value #LIST}.
 *
 * @param hashes SHA-256 in hexadecimal digits by name, a slash between folders
 */
public record RunFiles(SortedMap<String, String> hashes) {
  /** Where the list is. */
  public static final String LIST = "locomo-files.json";

  private static final int FORMAT = 1;

  /** Names become paths of files: none may lead out of its folder. */
  private static final Pattern ESCAPING = Pattern.compile("(^|/)(\\.{1,2})?(/|$)");

  /** Those of a folder; locks and parts of files are none. */
  public static RunFiles of(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        String last = String.valueOf(file.getFileName());
        if (!last.equals(".lock") && !last.endsWith(".part") && !name.equals(LIST)) {
          files.put(name, Sha256.of(file));
        }
      }
    }
    return new RunFiles(files);
  }

  /**
   * Those of a list.
   *
   * @param where what has it, for complaints
   * @throws DataError when it is no list of a run's files, or has a name that leads elsewhere
   */
  public static RunFiles of(JsonNode list, String where) {
    var files = new TreeMap<String, String>();
    for (var file : list.path("sha256").properties()) {
      String hash = file.getValue().asText();
      if (file.getKey().isEmpty() || escapes(file.getKey()) || !hash.matches("[0-9a-f]{64}")) {
        throw new DataError(
            where, "/sha256", "found '" + file.getKey() + "'; expected a file with its hash");
      }
      files.put(file.getKey(), hash);
    }
    if (list.path("format").asInt() != FORMAT || !files.containsKey(RunFolder.SPEC)) {
      throw new DataError(where, "", "is no list of a run's files");
    }
    return new RunFiles(files);
  }

  /** Whether a name leads out of the folder that it is in. */
  public static boolean escapes(String name) {
    return (!name.isEmpty() && ESCAPING.matcher(name).find())
        || name.contains("\\")
        || name.chars().anyMatch(c -> c < ' ');
  }

  /** The list. */
  public String toJson() {
    var list = JsonFiles.MAPPER.createObjectNode().put("format", FORMAT);
    var named = list.putObject("sha256");
    hashes.forEach(named::put);
    return list.toPrettyString() + "\n";
  }
}
