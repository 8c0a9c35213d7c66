package dev.locomo.core.llm;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The providers' keys, from the environment or else a {@code .env} file; several keys of one
 * provider are comma-separated.
 */
public final class Keys {
  /** {@code NAME=value}, {@code export NAME='value'}; a comment may follow a space. */
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(?:export\\s+)?(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|(.*?))\\s*(?:(?<=\\s)#.*)?");

  private final Map<String, String> values;

  private Keys(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads both; a variable that is set and not blank wins over the file.
   *
   * @param environment variables by name
   * @param dotEnv the file; it need not exist
   * @throws DataError when the file cannot be read, or a line of it is not {@code NAME=value}; the
   *     line itself is not repeated
   */
  public static Keys read(Map<String, String> environment, Path dotEnv) {
    var values = new HashMap<String, String>();
    if (Files.exists(dotEnv)) {
      values.putAll(parse(dotEnv));
    }
    environment.forEach((name, value) -> {
      if (!value.isBlank()) {
        values.put(name, value);
      }
    });
    return new Keys(values);
  }

  private static Map<String, String> parse(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read", e);
    }
    var values = new HashMap<String, String>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      var parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new DataError(file.toString(), "line " + (i + 1), "expected NAME=value");
      }
      values.put(parts.group(1), firstOf(parts.group(2), parts.group(3), parts.group(4)));
    }
    return values;
  }

  private static String firstOf(String... groups) {
    for (var group : groups) {
      if (group != null) {
        return group;
      }
    }
    return "";
  }

  /** The keys of a provider in order, each once; empty when it has or needs none. */
  public List<ApiKey> of(Provider provider) {
    String variable = provider.keyVariable();
    String value = variable == null ? "" : values.getOrDefault(variable, "");
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(key -> !key.isEmpty())
        .distinct()
        .map(ApiKey::new)
        .toList();
  }

  /** Without any key. */
  @Override
  public String toString() {
    return "Keys";
  }
}
