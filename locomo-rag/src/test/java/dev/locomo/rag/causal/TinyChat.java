package dev.locomo.rag.causal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tiny random chat checkpoint, for tests of other modules too. */
public final class TinyChat {
  private TinyChat() {}

  /** Copies its files into a folder. */
  public static Path copy(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String file :
        List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json")) {
      try (var in = TinyChat.class.getResourceAsStream("tiny-chat/" + file)) {
        Files.write(folder.resolve(file), in.readAllBytes());
      }
    }
    return folder;
  }

  /** A JSON file beside it. */
  static JsonNode golden(String name) throws IOException {
    try (var in = TinyChat.class.getResourceAsStream(name)) {
      return JsonFiles.MAPPER.readTree(in);
    }
  }
}
