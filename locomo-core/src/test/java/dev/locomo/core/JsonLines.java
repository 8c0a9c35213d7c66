package dev.locomo.core;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads golden files: one JSON object a line. */
public final class JsonLines {
  private JsonLines() {}

  /** All lines in order. */
  public static List<JsonNode> read(Path file) {
    var lines = new ArrayList<JsonNode>();
    forEach(file, lines::add);
    return lines;
  }

  /** Hands over each line in order, without keeping it. */
  public static void forEach(Path file, Consumer<JsonNode> use) {
    try (var reader = Files.newBufferedReader(file)) {
      for (String line; (line = reader.readLine()) != null; ) {
        use.accept(JsonFiles.MAPPER.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
