package dev.locomo.rag.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@code config.json}, or an object inside one, whose numbers are checked when they are asked
 * for: what is missing or makes no sense is a {@link DataError} of every method.
 *
 * @param at JSON pointer of the object; empty for the whole file
 */
public record ModelConfig(Path file, String at, JsonNode json) {
  /** Reads the file of a model folder. */
  public static ModelConfig read(Path file) {
    return new ModelConfig(file, "", JsonFiles.read(file, JsonFiles.MAPPER::readTree));
  }

  /** A file that a model folder need not have; an empty object where it has none. */
  public static JsonNode optional(Path file) {
    return Files.exists(file)
        ? JsonFiles.read(file, JsonFiles.MAPPER::readTree)
        : JsonFiles.MAPPER.createObjectNode();
  }

  /** The object below a key; empty where there is none. */
  public ModelConfig below(String key) {
    return new ModelConfig(file, at + "/" + key, json.path(key));
  }

  /** The {@code model_type}; empty where there is none. */
  public String type() {
    return json.path("model_type").asText("");
  }

  /** A number above 0 that has to be there. */
  public int positive(String key) {
    int value = json.path(key).asInt(0);
    if (value < 1) {
      throw wrong(key, "found " + json.path(key) + "; expected a positive number");
    }
    return value;
  }

  /**
   * A number above 0, or this one where the file leaves it out or says null; with 0 for this one it
   * has to be there.
   */
  public int positive(String key, int absent) {
    return json.hasNonNull(key) || absent == 0 ? positive(key) : absent;
  }

  /** As {@link #positive(String, int)}, of a number that need not be whole. */
  public double positive(String key, double absent) {
    double value = json.path(key).asDouble(absent);
    if (!(value > 0)) {
      throw wrong(key, "found " + json.path(key) + "; expected a positive number");
    }
    return value;
  }

  /** A number of attention heads, which divides the number under another key. */
  public int heads(String key, String width) {
    int heads = positive(key);
    if (positive(width) % heads != 0) {
      throw wrong(
          key, "found " + heads + "; expected a divisor of " + width + " " + positive(width));
    }
    return heads;
  }

  /** One of these words; {@code absent} where the file leaves it out or says null. */
  public String oneOf(String key, String absent, List<String> words) {
    String found = json.path(key).isNull() ? absent : json.path(key).asText(absent);
    if (!words.contains(found)) {
      throw wrong(key, "found \"" + found + "\"; expected one of " + String.join(", ", words));
    }
    return found;
  }

  /** An error that names the file and the key. */
  public DataError wrong(String key, String problem) {
    return new DataError(file.toString(), at + "/" + key, problem);
  }
}
