package dev.locomo.rag.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Texts to embed, from JSON lines {@code {"id": ..., "text": ...}}; blank lines are skipped. */
public record TextLines(List<String> ids, List<String> texts) {
  /**
   * Reads a file.
   *
   * @throws DataError when it cannot be read or a line is something else
   */
  public static TextLines read(Path file) {
    var ids = new ArrayList<String>();
    var texts = new ArrayList<String>();
    List<String> lines = UserFile.text(file, Integer.MAX_VALUE - 8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        JsonNode json = json(file, i + 1, lines.get(i));
        ids.add(json.get("id").textValue());
        texts.add(json.get("text").textValue());
      }
    }
    return new TextLines(ids, texts);
  }

  private static JsonNode json(Path file, int number, String line) {
    JsonNode json = parsed(file, number, line);
    if (!json.path("id").isTextual() || !json.path("text").isTextual()) {
      throw new DataError(
          file.toString(), "line " + number, "expected {\"id\": \"...\", \"text\": \"...\"}");
    }
    return json;
  }

  /** The value of a line; a {@link DataError} that names the place where it is not JSON. */
  public static JsonNode parsed(Path file, int number, String line) {
    try {
      return JsonFiles.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      String problem = "not valid JSON (" + e.getOriginalMessage() + ")";
      throw new DataError(file.toString(), "line " + number, problem, e);
    }
  }
}
